/** Why a task is not running yet, and how lanes stand: asked of the engine, which alone knows. */
@NullMarked
package dev.penstock.ingest.why;

import org.jspecify.annotations.NullMarked;

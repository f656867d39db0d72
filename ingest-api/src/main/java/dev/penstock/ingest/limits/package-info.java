/** The door for limits, pauses and plans: changes of configurations that the engine decides on one after the other. */
@NullMarked
package dev.penstock.ingest.limits;

import org.jspecify.annotations.NullMarked;

/** Ollama's own API as a runtime: models on the operator's machines, for overflow and small work. */
@NullMarked
package dev.penstock.workers.ollama;

import org.jspecify.annotations.NullMarked;

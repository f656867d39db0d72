/**
 * Measures the admission core alone, without brokers, with JMH. It lies in {@code topology} since it runs the engine and its topology themselves,
 * which nobody outside may; {@code infra/bench} measures the whole by its topics, as producers and workers see it.
 */
@NullMarked
package dev.penstock.corebench;

import org.jspecify.annotations.NullMarked;

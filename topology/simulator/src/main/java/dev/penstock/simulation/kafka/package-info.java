/** Reads recorded logs from Kafka; the rest of the module knows nothing of it. */
@NullMarked
package dev.penstock.simulation.kafka;

import org.jspecify.annotations.NullMarked;

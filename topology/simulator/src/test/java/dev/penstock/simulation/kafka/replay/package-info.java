/** Tests. */
@NullMarked
package dev.penstock.simulation.kafka.replay;

import org.jspecify.annotations.NullMarked;

/** Plays a recorded log through the core again, and holds what comes of it against what the engine wrote at the time. */
@NullMarked
package dev.penstock.simulation.kafka.replay;

import org.jspecify.annotations.NullMarked;

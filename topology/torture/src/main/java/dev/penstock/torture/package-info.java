/** Seeded simulation of a slot and the world around it: one thread, one seed, faults at will, invariants checked after every event. */
@NullMarked
package dev.penstock.torture;

import org.jspecify.annotations.NullMarked;

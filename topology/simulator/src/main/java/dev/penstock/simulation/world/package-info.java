/** The event loop over virtual time: slots with their engines, the workers, and what is counted on the way. */
@NullMarked
package dev.penstock.simulation.world;

import org.jspecify.annotations.NullMarked;

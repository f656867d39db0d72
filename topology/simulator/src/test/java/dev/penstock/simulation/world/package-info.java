/** Tests of the day simulator. */
@NullMarked
package dev.penstock.simulation.world;

import org.jspecify.annotations.NullMarked;

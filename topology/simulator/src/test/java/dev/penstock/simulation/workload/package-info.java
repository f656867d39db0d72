/** Tests of the day simulator. */
@NullMarked
package dev.penstock.simulation.workload;

import org.jspecify.annotations.NullMarked;

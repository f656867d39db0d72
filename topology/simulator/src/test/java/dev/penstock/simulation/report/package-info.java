/** Tests of the day simulator. */
@NullMarked
package dev.penstock.simulation.report;

import org.jspecify.annotations.NullMarked;

/** Tests of the day simulator. */
@NullMarked
package dev.penstock.simulation;

import org.jspecify.annotations.NullMarked;

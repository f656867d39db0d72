@NullMarked
package dev.penstock.simulation.record;

import org.jspecify.annotations.NullMarked;

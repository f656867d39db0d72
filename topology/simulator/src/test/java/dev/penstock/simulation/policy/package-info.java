@NullMarked
package dev.penstock.simulation.policy;

import org.jspecify.annotations.NullMarked;

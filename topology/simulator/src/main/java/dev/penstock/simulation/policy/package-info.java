/** Changes to a policy as an operator writes them down, and what they make of a recorded configuration. */
@NullMarked
package dev.penstock.simulation.policy;

import org.jspecify.annotations.NullMarked;

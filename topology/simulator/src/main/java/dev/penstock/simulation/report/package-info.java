/** What a simulated day came to, as text for a terminal and as JSON. */
@NullMarked
package dev.penstock.simulation.report;

import org.jspecify.annotations.NullMarked;

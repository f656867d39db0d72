/** What a command log tells: what the outside world did, and what became of each attempt once it was started. */
@NullMarked
package dev.penstock.simulation.record;

import org.jspecify.annotations.NullMarked;

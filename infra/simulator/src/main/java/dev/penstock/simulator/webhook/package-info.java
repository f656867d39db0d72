/** A tenant's own runtime: tasks that come by signed POST, and what it says of them later. Knows the wire formats alone, by its own reading. */
@NullMarked
package dev.penstock.simulator.webhook;

import org.jspecify.annotations.NullMarked;

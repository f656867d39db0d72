/** Which provider and model runs an attempt: how each of them does, what is left of its limits, and what to do when none can be had. */
@NullMarked
package dev.penstock.workers.routing;

import org.jspecify.annotations.NullMarked;

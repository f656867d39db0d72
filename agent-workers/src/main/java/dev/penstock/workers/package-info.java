/** The worker process: takes dispatched tasks and runs them on agent runtimes. */
@NullMarked
package dev.penstock.workers;

import org.jspecify.annotations.NullMarked;

/** How an attempt is run: which calls are made, in which order, and what comes of them. */
@NullMarked
package dev.penstock.workers.execution;

import org.jspecify.annotations.NullMarked;

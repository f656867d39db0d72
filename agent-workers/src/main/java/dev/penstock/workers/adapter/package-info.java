/** How the worker calls an agent runtime: the interface every runtime implements, and what comes of a run. */
@NullMarked
package dev.penstock.workers.adapter;

import org.jspecify.annotations.NullMarked;

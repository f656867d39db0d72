/** Attempts that run in this process: claimed once, kept alive by heartbeats, stopped by signals, ended exactly once. */
@NullMarked
package dev.penstock.workers.attempt;

import org.jspecify.annotations.NullMarked;

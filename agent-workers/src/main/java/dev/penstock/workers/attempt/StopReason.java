package dev.penstock.workers.attempt;

import java.util.Locale;

/** Why the worker stops an attempt before its run is over. */
public enum StopReason {
    /** The engine ended it, or refused this worker's start or heartbeat. No more is said about it than what it has cost. */
    ENDED_BY_ENGINE,
    /** Its cancellation is on the log, and the engine has ended it, or will when it comes to that. No more is said about it than what it has cost. */
    CANCELLED,
    /** No heartbeat could be written before the lease ended. The engine has, or will, end it; no more is said about it than what it has cost. */
    LEASE_LOST,
    /** The process ends. Its run hands it back, with what it has used. */
    DRAINING;

    /** As in metrics: the name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.penstock.workers.attempt;

import dev.penstock.schemas.v1.Dispatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that this process has taken. It is either finished by its run or stopped from outside, never both; whoever wins says so to the
 * engine, or says nothing.
 *
 * <p>Its lease is counted on the monotonic clock from before each write that brings or renews it, while the engine counts from when the
 * write arrives: so the worker gives up no later than the engine does.
 */
public final class Attempt {
    private enum Phase {
        /** Its start is being written. */
        STARTING,
        /** Its run is under way, on its thread. */
        RUNNING,
        /** Its run is over, and what came of it counts. */
        FINISHED,
        /** It was stopped; what comes of its run is dropped. */
        STOPPED
    }

    private final Dispatch dispatch;
    private final AttemptKey key;
    private final long leaseNanos;

    private Phase phase = Phase.STARTING;
    private @Nullable Thread runner;
    private @Nullable StopReason stopReason;
    private long leaseUntil;
    private long renewedAt;
    private boolean renewing;

    Attempt(Dispatch dispatch, long nowNanos) {
        this.dispatch = dispatch;
        this.key = new AttemptKey(dispatch.getTaskId(), dispatch.getAttempt());
        this.leaseNanos = TimeUnit.MILLISECONDS.toNanos(dispatch.getLeaseMillis());
        this.renewedAt = nowNanos;
        this.leaseUntil = nowNanos + leaseNanos;
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    AttemptKey key() {
        return key;
    }

    /** The calling thread runs it from here on, and may be interrupted. False when it was stopped before. */
    synchronized boolean enter() {
        if (phase == Phase.STOPPED) {
            return false;
        }
        phase = Phase.RUNNING;
        runner = Thread.currentThread();
        return true;
    }

    /** The run is over; its thread will not be interrupted any more. True when what came of it counts. */
    synchronized boolean leave() {
        runner = null;
        if (phase == Phase.STOPPED) {
            return false;
        }
        phase = Phase.FINISHED;
        return true;
    }

    /** Stops it, unless its run is over or it was stopped before. True when this call did. */
    public synchronized boolean stop(StopReason reason) {
        if (phase == Phase.FINISHED || phase == Phase.STOPPED) {
            return false;
        }
        phase = Phase.STOPPED;
        stopReason = reason;
        if (runner != null) {
            runner.interrupt();
        }
        return true;
    }

    synchronized boolean isFinished() {
        return phase == Phase.FINISHED;
    }

    /** Null while nobody stopped it. */
    synchronized @Nullable StopReason stopReason() {
        return stopReason;
    }

    synchronized boolean isLapsed(long nowNanos) {
        return isLive() && nowNanos - leaseUntil >= 0;
    }

    /** Whether a heartbeat is due, a third of the lease after the last one; if so, the caller is to send it. */
    synchronized boolean beginRenewal(long nowNanos) {
        if (!isLive() || renewing || nowNanos - renewedAt < leaseNanos / 3) {
            return false;
        }
        renewing = true;
        return true;
    }

    /** The heartbeat that was begun at {@code sentAtNanos} is durable, or was not written and is due again. */
    synchronized void endRenewal(long sentAtNanos, boolean durable) {
        renewing = false;
        if (durable) {
            renewedAt = sentAtNanos;
            leaseUntil = sentAtNanos + leaseNanos;
        }
    }

    private boolean isLive() {
        return phase == Phase.STARTING || phase == Phase.RUNNING;
    }
}

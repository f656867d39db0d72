package dev.penstock.simulation.record;

import dev.penstock.admission.Command;
import org.jspecify.annotations.Nullable;

/** One run of an attempt by a worker, from its start on, as a log has it. Times are the engine's clock. */
public final class Run {
    /** What ended it. */
    public enum End {
        /** Its worker said how it went, and was listened to. */
        BY_WORKER,
        /** Nothing came from its worker for a lease's time. */
        LAPSED,
        /** It took longer than its submission allows. */
        TOO_LONG,
        /** Its task was cancelled or expired, or the log ends: how long it would have taken is unknown. */
        CUT_SHORT
    }

    private final String role;
    private final int attempt;
    private final String worker;
    private final long startedAt;
    private final long delayMillis;
    private final long waitedMillis;
    private long lastSignAt;
    private long endedAt;
    private End end = End.CUT_SHORT;
    private @Nullable Command said;
    private long saidAt;

    Run(String role, int attempt, String worker, long startedAt, long delayMillis, long waitedMillis) {
        this.role = role;
        this.attempt = attempt;
        this.worker = worker;
        this.startedAt = startedAt;
        this.delayMillis = delayMillis;
        this.waitedMillis = waitedMillis;
        this.lastSignAt = startedAt;
    }

    void renewed(long at) {
        lastSignAt = Math.max(lastSignAt, at);
    }

    void said(Command last, long now) {
        said = last;
        saidAt = now;
    }

    void ended(End how, long now) {
        end = how;
        endedAt = now;
    }

    /** Whether the log ends before it does. */
    public boolean isOpen() {
        return endedAt == 0;
    }

    public String role() {
        return role;
    }

    public int attempt() {
        return attempt;
    }

    public String worker() {
        return worker;
    }

    public long startedAt() {
        return startedAt;
    }

    /** Milliseconds from its grant to its start. */
    public long delayMillis() {
        return delayMillis;
    }

    /** Milliseconds that its grant waited for a worker, as the engine saw it. */
    public long waitedMillis() {
        return waitedMillis;
    }

    /** Milliseconds from its start to its worker's last heartbeat; 0 when there was none. */
    public long renewedForMillis() {
        return lastSignAt - startedAt;
    }

    public End end() {
        return end;
    }

    /** When it ended, whoever ended it. */
    public long endedAt() {
        return endedAt;
    }

    public long millis() {
        return endedAt - startedAt;
    }

    /** The result or deferral that its worker sent, too late perhaps; null for none. */
    public @Nullable Command said() {
        return said;
    }

    /** Milliseconds from its start to that. */
    public long saidAfterMillis() {
        return saidAt - startedAt;
    }
}

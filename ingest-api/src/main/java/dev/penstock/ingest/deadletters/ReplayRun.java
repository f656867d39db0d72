package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.deadletters.DeadLetterTable.Candidate;
import dev.penstock.ingest.deadletters.DeadLetterTable.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One replay of many tasks: written by its own thread, read by any. */
final class ReplayRun {
    private static final long SECOND_NANOS = 1_000_000_000L;

    final UUID id;
    final List<Candidate> candidates;
    private final int perSecond;
    private final Instant startedAt;
    private int sent;

    /** Why it was stopped, empty when it came to its end; null while it is under way. */
    private @Nullable String outcome;

    volatile @Nullable Thread thread;

    ReplayRun(UUID id, List<Candidate> candidates, int perSecond, Instant startedAt) {
        this.id = id;
        this.candidates = List.copyOf(candidates);
        this.perSecond = perSecond;
        this.startedAt = startedAt;
    }

    /** When the next task may be sent, from the start on. */
    synchronized long dueNanos() {
        return sent * SECOND_NANOS / perSecond;
    }

    synchronized void oneSent() {
        sent++;
    }

    synchronized void over(String why) {
        outcome = why;
    }

    synchronized boolean sending() {
        return outcome == null;
    }

    void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    synchronized ReplayProgress progress(Map<UUID, Standing> standing) {
        int replayed = 0;
        int refused = 0;
        int succeeded = 0;
        int deadAgain = 0;
        long price = 0;
        for (Candidate before : candidates) {
            price += before.priceMicros();
            Standing now = standing.get(before.taskId());
            if (now == null) {
                continue;
            }
            if (now.replays() > before.replays()) {
                replayed++;
                succeeded += now.state().equals("SUCCEEDED") ? 1 : 0;
                deadAgain += now.state().equals("DEAD") ? 1 : 0;
            } else if (now.refusals() > before.refusals()) {
                refused++;
            }
        }
        int left = candidates.size() - replayed - refused;
        return new ReplayProgress(
                id,
                state(left),
                candidates.size(),
                sent,
                replayed,
                refused,
                left,
                succeeded,
                deadAgain,
                price,
                startedAt,
                outcome == null || outcome.isEmpty() ? null : outcome);
    }

    private String state(int left) {
        if (outcome == null) {
            return "sending";
        }
        if (!outcome.isEmpty()) {
            return "stopped";
        }
        return left == 0 ? "done" : "sent";
    }
}

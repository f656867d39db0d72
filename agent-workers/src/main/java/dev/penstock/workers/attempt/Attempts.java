package dev.penstock.workers.attempt;

import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.Dispatch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** All attempts that this process has taken, so that none is run twice here, and none that is over is run at all. */
public final class Attempts {
    /** Grants remembered after they were taken; far more than a broker delivers again at once. */
    static final int MAX_CLAIMS = 131_072;

    /** Ended attempts remembered in case their dispatch record arrives later. */
    static final int MAX_ENDED = 65_536;

    private final String workerId;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<AttemptKey, Attempt> live = new ConcurrentHashMap<>();
    private final BoundedSet<Claim> claims = new BoundedSet<>(MAX_CLAIMS);
    private final BoundedSet<AttemptKey> ended = new BoundedSet<>(MAX_ENDED);
    private final Cancellations cancellations = new Cancellations();

    /** A deferred attempt is granted again under its old number, at a later time. */
    private record Claim(String taskId, int attempt, long grantedAtMillis) {
        static Claim of(Dispatch dispatch) {
            return new Claim(dispatch.getTaskId(), dispatch.getAttempt(), dispatch.getGrantedAtMillis());
        }
    }

    /**
     * @param nanoClock monotonic, nanoseconds, as {@link System#nanoTime()}
     */
    public Attempts(String workerId, LongSupplier nanoClock) {
        this.workerId = workerId;
        this.nanoClock = nanoClock;
    }

    /**
     * Takes a grant. Empty when this process has taken it before, runs the attempt already, or knows that the attempt is over or about to be
     * cancelled: there is nothing left to do for it.
     */
    public Optional<Attempt> claim(Dispatch dispatch) {
        if (!claims.add(Claim.of(dispatch))) {
            return Optional.empty();
        }
        Attempt attempt = new Attempt(dispatch, nanoClock.getAsLong());
        // One whose run is over may be granted again before it has left here, if it was deferred.
        Attempt there = live.merge(attempt.key(), attempt, (old, taken) -> old.isFinished() ? taken : old);
        if (there != attempt) {
            return Optional.empty();
        }
        // Looked up after it is findable: a notice either finds it, or is found here.
        if (ended.contains(attempt.key()) || cancellations.mean(dispatch)) {
            remove(attempt);
            return Optional.empty();
        }
        return Optional.of(attempt);
    }

    /** The attempt could not be started: whoever is handed its record next, this process included, may take it. */
    public void giveUp(Attempt attempt) {
        remove(attempt);
        claims.remove(Claim.of(attempt.dispatch()));
    }

    /** The attempt was started too late to be run. Its grant is not taken again. */
    public void pass(Attempt attempt) {
        remove(attempt);
    }

    /** The engine says that an attempt is over. */
    public void end(AttemptEnded signal) {
        AttemptKey key = new AttemptKey(signal.getTaskId(), signal.getAttempt());
        if (signal.getWorkerId().isEmpty()) {
            ended.add(key);
        } else if (!signal.getWorkerId().equals(workerId)) {
            return;
        }
        Attempt attempt = live.get(key);
        if (attempt != null) {
            attempt.stop(StopReason.ENDED_BY_ENGINE);
        }
    }

    /** A task or a campaign is to be cancelled, and the log has it: the engine will find none of its attempts over but those that say so before. */
    public void cancel(CancelNotice notice) {
        cancellations.add(notice);
        for (Attempt attempt : live.values()) {
            if (cancellations.mean(attempt.dispatch())) {
                attempt.stop(StopReason.CANCELLED);
            }
        }
    }

    /** Those whose run is not over; a weakly consistent view. */
    public Collection<Attempt> live() {
        return live.values();
    }

    /** Those whose run is not over now. */
    public List<Attempt> snapshot() {
        return List.copyOf(live.values());
    }

    public boolean isEmpty() {
        return live.isEmpty();
    }

    public int count() {
        return live.size();
    }

    /** Its run is over and reported. */
    void remove(Attempt attempt) {
        live.remove(attempt.key(), attempt);
    }
}

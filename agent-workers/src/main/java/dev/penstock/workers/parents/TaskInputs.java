package dev.penstock.workers.parents;

import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.ParentTask;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task is to work on: its own input and its parents' results. The engine dispatches a task the moment that its last parent has succeeded,
 * and the results are projected a little later: so an attempt waits for them briefly, then goes back unspent, and fails at last when they do not
 * come though their store answers.
 */
public final class TaskInputs {
    /** The results are not there yet. */
    static final String PENDING = "parent_result_pending";

    /** Their store does not answer. */
    static final String UNAVAILABLE = "parent_results_unavailable";

    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final Duration DEFERRAL = Duration.ofSeconds(1);

    /** How long results may be missing, as far as this process has seen; a projection that is behind by more is out of order. */
    static final Duration GIVE_UP = Duration.ofHours(1);

    /** Tasks whose results are missing that are remembered; the eldest is forgotten first. */
    static final int MAX_REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(TaskInputs.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ParentResults results;
    private final LongSupplier nanos;
    private final Map<String, Long> missedSince = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** @param nanos a monotonic clock, in nanoseconds */
    public TaskInputs(ParentResults results, LongSupplier nanos) {
        this.results = results;
        this.nanos = nanos;
    }

    /** An input, or what becomes of the attempt without one. */
    public sealed interface Input {
        record Whole(String text) implements Input {}

        record Incomplete(Outcome outcome) implements Input {}
    }

    /** Waits for the results that the task needs, for {@link #PATIENCE} at most. */
    public Input of(Dispatch dispatch) throws InterruptedException {
        if (dispatch.getParentsCount() == 0) {
            return new Input.Whole(dispatch.getInput());
        }
        Map<UUID, String> names = new LinkedHashMap<>();
        for (ParentTask parent : dispatch.getParentsList()) {
            names.put(UUID.fromString(parent.getTaskId()), parent.getName());
        }
        long deadline = nanos.getAsLong() + PATIENCE.toNanos();
        while (true) {
            Map<UUID, String> found;
            try {
                found = results.find(dispatch.getTenant(), names.keySet());
            } catch (IOException e) {
                LOG.warn("Cannot read the results that task {} needs: {}", dispatch.getTaskId(), e.getMessage());
                return new Input.Incomplete(new Outcome.Deferred(UNAVAILABLE, DEFERRAL));
            }
            if (found.keySet().containsAll(names.keySet())) {
                forget(dispatch);
                return new Input.Whole(ParentText.of(
                        dispatch.getInput(),
                        names.entrySet().stream()
                                .map(parent -> new ParentText.Result(
                                        parent.getValue(), found.getOrDefault(parent.getKey(), "")))
                                .toList(),
                        Limits.MAX_PARENT_RESULTS_CHARS));
            }
            if (nanos.getAsLong() - deadline >= 0) {
                names.keySet().removeAll(found.keySet());
                return new Input.Incomplete(without(dispatch, names));
            }
            Thread.sleep(PAUSE);
        }
    }

    private synchronized void forget(Dispatch dispatch) {
        missedSince.remove(key(dispatch));
    }

    private synchronized Outcome without(Dispatch dispatch, Map<UUID, String> missing) {
        long now = nanos.getAsLong();
        Long earlier = missedSince.putIfAbsent(key(dispatch), now);
        if (earlier == null || now - earlier < GIVE_UP.toNanos()) {
            return new Outcome.Deferred(PENDING, DEFERRAL);
        }
        return Outcome.Failure.of(
                FailureKind.PARENT_RESULT_MISSING,
                "The results of " + String.join(", ", missing.values()) + " did not come within " + GIVE_UP.toMinutes()
                        + " minutes, though their tasks have succeeded");
    }

    private static String key(Dispatch dispatch) {
        return dispatch.getTenant() + '/' + dispatch.getTaskId();
    }
}

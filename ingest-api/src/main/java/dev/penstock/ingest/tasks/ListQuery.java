package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a list of tasks is asked for, checked. */
record ListQuery(@Nullable String state, @Nullable String role, int limit, TaskRuns.@Nullable Before before) {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    private static final Set<String> STATES =
            Set.of("WAITING", "QUEUED", "GRANTED", "RUNNING", "SUCCEEDED", "DEAD", "CANCELLED", "EXPIRED", "REJECTED");

    static ListQuery of(
            @Nullable String state, @Nullable String role, @Nullable Integer limit, @Nullable String before) {
        if (state != null && !STATES.contains(state)) {
            throw malformed("state must be one of " + STATES.stream().sorted().toList() + ".");
        }
        int wanted = limit == null ? DEFAULT_LIMIT : limit;
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw malformed("limit must be 1 to " + MAX_LIMIT + ".");
        }
        return new ListQuery(state, role, wanted, before == null ? null : position(before));
    }

    /** The page of {@code found}, of which one more than {@link #limit} was asked for. */
    TaskPage page(List<TaskView> found) {
        if (found.size() <= limit) {
            return new TaskPage(found, null);
        }
        TaskView last = found.get(limit - 1);
        Instant at = last.acceptedAt();
        if (at == null) {
            throw new IllegalStateException("A projected task has no time of acceptance");
        }
        return new TaskPage(found.subList(0, limit), ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + last.id());
    }

    private static TaskRuns.Before position(String before) {
        int cut = before.indexOf('_');
        try {
            Instant at = Instant.EPOCH.plus(Long.parseLong(before, 0, Math.max(cut, 0), 10), ChronoUnit.MICROS);
            return new TaskRuns.Before(at, UUID.fromString(before.substring(cut + 1)));
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
            throw malformed("before must be what an earlier page gave as next.");
        }
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, "The parameter " + detail)
                .exception();
    }
}

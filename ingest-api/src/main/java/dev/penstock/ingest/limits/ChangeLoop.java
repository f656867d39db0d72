package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.limits.Outcome.How;
import dev.penstock.schemas.v1.ConfigChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes changes one after the other, however many ask at once. Each is worked out from the configuration in force, as its next version; the engine takes
 * the first of those that come with that version and drops the others, whose requests begin anew, or end when they were meant for that version only. Who
 * won is told by the ids of changes in the configuration itself.
 */
final class ChangeLoop {
    /** How long a request waits for the engine. */
    static final Duration WAIT = Duration.ofSeconds(4);

    /** How often a request begins anew because others came first. */
    static final int MAX_TRIES = 8;

    private static final long LEAST_PAUSE_MILLIS = 10;
    private static final long MOST_PAUSE_MILLIS = 100;
    private static final int RETRY_SECONDS = 1;

    private ChangeLoop() {}

    static <S> Outcome<S> run(Subject<S> subject, Ask ask) {
        long deadline = System.nanoTime() + WAIT.toNanos();
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            S now = subject.read();
            Optional<ConfigChange> earlier = find(subject.changes(now), ask.id());
            if (earlier.isPresent()) {
                return repeated(earlier.get(), now, ask);
            }
            long version = subject.version(now);
            requireExpected(ask, version);
            Subject.Planned<S> planned = subject.plan(now, ask);
            Edit<S> edit = planned.edited();
            if (edit.fields().isEmpty()) {
                return new Outcome<>(How.UNCHANGED, ask.id(), now, List.of());
            }
            if (ask.dryRun()) {
                return new Outcome<>(How.DRY_RUN, ask.id(), edit.next(), edit.fields());
            }
            planned.send().run();
            Optional<S> after = await(subject, version, deadline);
            if (after.isEmpty()) {
                return new Outcome<>(How.PENDING, ask.id(), now, edit.fields());
            }
            if (find(subject.changes(after.get()), ask.id()).isPresent()) {
                return new Outcome<>(How.APPLIED, ask.id(), after.get(), edit.fields());
            }
            requireExpected(ask, subject.version(after.get()));
        }
        throw Problem.unavailable("Too many change it at once. Nothing was changed by this request.", RETRY_SECONDS)
                .exception();
    }

    /** Returns once another version is in force; empty when none is by {@code deadline}. */
    private static <S> Optional<S> await(Subject<S> subject, long version, long deadline) {
        long pause = LEAST_PAUSE_MILLIS;
        do {
            Optional<S> now = subject.tryRead();
            if (now.isPresent() && subject.version(now.get()) != version) {
                return now;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            pause = Math.min(MOST_PAUSE_MILLIS, 2 * pause);
        } while (System.nanoTime() < deadline);
        return Optional.empty();
    }

    private static <S> Outcome<S> repeated(ConfigChange earlier, S now, Ask ask) {
        if (!earlier.getRequestHash().equals(ask.hash())) {
            throw Problem.of(
                            ProblemType.IDEMPOTENCY_CONFLICT,
                            "The Idempotency-Key was used for another change, which made version "
                                    + earlier.getVersion() + ".")
                    .exception();
        }
        return new Outcome<>(How.APPLIED, ask.id(), now, earlier.getFieldsList());
    }

    private static void requireExpected(Ask ask, long version) {
        if (ask.expected() != null && ask.expected() != version) {
            throw conflict(ask.expected(), version);
        }
    }

    private static ProblemException conflict(long expected, long version) {
        return Problem.of(
                        ProblemType.VERSION_CONFLICT,
                        "The change is for version " + expected + ", but version " + version
                                + " is in force. Read it again, look at what has changed, and send the change with the new ETag.")
                .with("version", Long.toString(version))
                .withHeader("ETag", "\"" + version + "\"")
                .exception();
    }

    private static Optional<ConfigChange> find(List<ConfigChange> changes, String id) {
        return changes.stream().filter(change -> change.getId().equals(id)).findFirst();
    }
}

package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.deadletters.DeadLetterTable.Candidate;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Replays of many tasks under way and lately over. What is known of them is this process's alone and lost with it; what was asked of the engine is
 * not, and to ask it again for a task that was replayed is refused.
 */
public final class Replays implements AutoCloseable {
    /** Of all tenants together. */
    static final int MAX_RUNNING = 64;

    /** Of one tenant, over or not. */
    static final int KEPT_PER_TENANT = 20;

    private final DeadLetterTable table;
    private final ReplayCommands commands;
    private final Clock clock;
    private final Duration kept;
    private final Map<String, Deque<ReplayRun>> byTenant = new HashMap<>();
    private volatile boolean closed;

    /** @param kept how long the engine keeps a dead task whole */
    public Replays(DeadLetterTable table, ReplayCommands commands, Clock clock, Duration kept) {
        this.table = table;
        this.commands = commands;
        this.clock = clock;
        this.kept = kept;
    }

    ReplayPreview preview(String tenant, ReplayRequest request) {
        List<Candidate> candidates = candidates(tenant, request);
        return new ReplayPreview(
                candidates.size(),
                candidates.size() < request.maxTasks()
                        ? candidates.size()
                        : table.count(tenant, request.filter(), clock.instant().minus(kept)),
                candidates.stream().mapToLong(Candidate::priceMicros).sum(),
                request.perSecond(),
                candidates.stream()
                        .limit(ReplayPreview.SHOWN)
                        .map(Candidate::taskId)
                        .toList());
    }

    /** Begins a replay; ends with a problem when the tenant has one under way, or there are too many. */
    ReplayProgress start(String tenant, ReplayRequest request) {
        ReplayRun run =
                new ReplayRun(UUID.randomUUID(), candidates(tenant, request), request.perSecond(), clock.instant());
        admit(tenant, run);
        run.thread = Thread.ofVirtual().name("replay-" + run.id).start(() -> work(tenant, request.reason(), run));
        if (closed) {
            run.stop();
        }
        return progress(tenant, run);
    }

    Optional<ReplayProgress> progress(String tenant, UUID id) {
        return find(tenant, id).map(run -> progress(tenant, run));
    }

    private List<Candidate> candidates(String tenant, ReplayRequest request) {
        return table.candidates(tenant, request.filter(), clock.instant().minus(kept), request.maxTasks());
    }

    private synchronized Optional<ReplayRun> find(String tenant, UUID id) {
        return byTenant.getOrDefault(tenant, new ArrayDeque<>()).stream()
                .filter(run -> run.id.equals(id))
                .findFirst();
    }

    private synchronized void admit(String tenant, ReplayRun run) {
        Deque<ReplayRun> runs = byTenant.computeIfAbsent(tenant, t -> new ArrayDeque<>());
        if (runs.stream().anyMatch(ReplayRun::sending)) {
            throw tooMany("The tenant has a replay under way.");
        }
        long running = byTenant.values().stream()
                .flatMap(Deque::stream)
                .filter(ReplayRun::sending)
                .count();
        if (closed || running >= MAX_RUNNING) {
            throw tooMany("Too many replays are under way.");
        }
        if (runs.size() == KEPT_PER_TENANT) {
            runs.removeFirst();
        }
        runs.addLast(run);
    }

    private static ProblemException tooMany(String detail) {
        return Problem.of(ProblemType.TOO_MANY_REPLAYS, detail)
                .withHeader("Retry-After", "10")
                .exception();
    }

    private void work(String tenant, String reason, ReplayRun run) {
        long began = System.nanoTime();
        try {
            for (Candidate candidate : run.candidates) {
                TimeUnit.NANOSECONDS.sleep(began + run.dueNanos() - System.nanoTime());
                commands.replay(tenant, candidate.taskId(), reason);
                run.oneSent();
            }
            run.over("");
        } catch (ProblemException e) {
            run.over(e.problem().detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.over("The API was stopped.");
        }
    }

    private ReplayProgress progress(String tenant, ReplayRun run) {
        return run.progress(table.standing(tenant, run.candidates));
    }

    /** Stops those that are under way. */
    @Override
    public synchronized void close() {
        closed = true;
        byTenant.values().stream().flatMap(Deque::stream).forEach(ReplayRun::stop);
    }
}

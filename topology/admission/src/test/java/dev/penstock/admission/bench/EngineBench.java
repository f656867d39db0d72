package dev.penstock.admission.bench;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Commands a second through submit, grant, start and finish, with 1,000 tenants and three tiers over rows in memory. Each task is three commands;
 * whatever is granted is started and finished at once, so the queue keeps its depth.
 *
 * <p>Compare a deep queue with as many rows of ended tasks: what the two have in common is what rows in a large map cost by missing the
 * processor's caches, and only the rest is the queue's.
 */
public final class EngineBench {
    private static final int TENANTS = 1_000;
    private static final int ROUNDS = 5;
    private static final int TASKS_PER_ROUND = 300_000;
    private static final int COMMANDS_PER_MILLI = 500;

    /** So short that markers are forgotten as fast as they are made. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** On a machine that is busy with other things, only the time that this thread ran for says something. */
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final Engine engine;
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] payload = new byte[300];
    private final String[] tenants = new String[TENANTS];
    private final Tier[] tiers = Tier.values();
    private long now = 1_790_000_000_000L;
    private long commands;

    /** Grants that no worker has taken yet. */
    private final Deque<Event.Granted> dispatched = new ArrayDeque<>();

    private EngineBench(Duration markerTtl) {
        Policy base = Policy.DEFAULT;
        Policy policy = new Policy(
                base.defaultMaxAttempts(),
                base.startTimeout(),
                base.lease(),
                base.backoffBase(),
                base.backoffMax(),
                markerTtl,
                base.dispatchDelayTarget(),
                base.initialWindow(),
                base.maxWindow(),
                base.defaultMaxBacklog(),
                base.ageAfter(),
                base.precedence(),
                base.defaultEstimateMicros(),
                base.maxGrantsPerCommand(),
                base.maxExpiriesPerCommand(),
                base.deadLetters(),
                base.plans());
        engine = new Engine(policy, new InMemoryBackend());
    }

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            run("custom", new EngineBench(SHORT), Integer.parseInt(arguments[0]), 0);
            return;
        }
        run("nothing queued", new EngineBench(SHORT), 0, 0);
        run("1,000,000 ended tasks remembered", new EngineBench(Duration.ofDays(1)), 0, 1_000_000);
        run("20,000 queued", new EngineBench(SHORT), 20_000, 0);
        run("1,000,000 queued", new EngineBench(SHORT), 1_000_000, 0);
    }

    private static void run(String what, EngineBench bench, int queued, int remembered) {
        bench.fill(queued);
        for (int i = 0; i < remembered; i++) {
            bench.submit();
            bench.work();
        }
        for (int round = 0; round < ROUNDS; round++) {
            bench.round(what);
        }
    }

    /** Queues tasks while every lane is closed, then opens the lanes. */
    private void fill(int depth) {
        for (int i = 0; i < TENANTS; i++) {
            tenants[i] = "tenant-" + i;
            configure(tenants[i], 0, 1);
        }
        for (int i = 0; i < depth; i++) {
            submit();
        }
        for (String tenant : tenants) {
            configure(tenant, 4, 2);
        }
    }

    private void round(String what) {
        long before = commands;
        long start = System.nanoTime();
        long cpuStart = THREAD.getCurrentThreadCpuTime();
        for (int i = 0; i < TASKS_PER_ROUND; i++) {
            submit();
            work();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (THREAD.getCurrentThreadCpuTime() - cpuStart) / 1e9;
        Engine.Summary summary = engine.summary();
        System.out.printf(
                "%-33s %,9.0f commands/s, %,9.0f per CPU second; %,d queued, %,d live, %,d remembered%n",
                what,
                (commands - before) / seconds,
                (commands - before) / cpuSeconds,
                summary.queued(),
                summary.granted() + summary.running(),
                summary.markers());
    }

    private void configure(String tenant, int cap, long version) {
        List<LaneConfig> lanes = List.of(new LaneConfig("copywriter", true, cap, ""));
        process(new Command.Configure(new TenantConfig(tenant, "pro", version, lanes, 0, false)));
    }

    private void submit() {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        process(new Command.Submit(
                tenants[random.nextInt(TENANTS)],
                id,
                "copywriter",
                tiers[random.nextInt(tiers.length)],
                "",
                0,
                Map.of(),
                new Digest(id.getMostSignificantBits(), 0),
                null,
                payload));
    }

    /** A worker starts and finishes the grant that has been out longest. */
    private void work() {
        Event.Granted grant = dispatched.removeFirst();
        UUID id = grant.task().taskId();
        process(new Command.Start(grant.tenant(), id, grant.attempt(), "worker-1", now));
        process(new Command.Complete(grant.tenant(), id, grant.attempt(), "worker-1", Usage.NONE, ""));
    }

    private void process(Command command) {
        if (++commands % COMMANDS_PER_MILLI == 0) {
            now++;
        }
        List<Event> events = engine.process(command, now);
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Granted granted) {
                dispatched.addLast(granted);
            }
        }
    }
}

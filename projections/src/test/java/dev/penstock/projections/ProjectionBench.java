package dev.penstock.projections;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.embedded.EmbeddedPostgres;
import dev.penstock.embedded.EmbeddedRedis;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * Measures what projecting costs: {@code ProjectionBench [tasks] [tasks per second]}. Each task has four events, those after the first a
 * twentieth of a second later each, and 600 characters of output; 1,000 tenants, 12 slots. First a backlog, then a steady rate.
 */
final class ProjectionBench {
    private static final int TENANTS = 1_000;
    private static final int EVENTS_PER_TASK = 4;
    private static final long STEP_MILLIS = 50;
    private static final String OUTPUT = "Meet the new range: made for people who would rather use their morning. "
            .repeat(9)
            .substring(0, 600);

    private final Settings settings;
    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final long[] seq = new long[TENANTS];
    private long written;

    private ProjectionBench(Settings settings, EmbeddedPostgres postgres, EmbeddedRedis redis) {
        this.settings = settings;
        this.postgres = postgres;
        this.redis = redis;
    }

    public static void main(String[] args) throws Exception {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 4_000;
        Path dir = Files.createTempDirectory("penstock-bench-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(dir.resolve("postgres"), 0, true);
                EmbeddedRedis redis = EmbeddedRedis.start(dir.resolve("redis"))) {
            Settings settings = Settings.of(Map.of(
                    SettingNames.KAFKA_BOOTSTRAP, kafka.bootstrapServers(),
                    SettingNames.POSTGRES_URL, postgres.jdbcUrl(),
                    SettingNames.POSTGRES_USER, EmbeddedPostgres.USER,
                    SettingNames.REDIS_URL, redis.url()));
            try (Admin admin = Admin.create(KafkaClients.common(settings, "bench"))) {
                TopicAdmin.ensure(admin, Topics.core(12));
            }
            new ProjectionBench(settings, postgres, redis).run(tasks, rate);
        }
    }

    private void run(int tasks, int rate) throws Exception {
        try (EventWriter writer = new EventWriter(settings)) {
            for (int done = 0; done < tasks; done += 1_000) {
                List<Event> events = new ArrayList<>();
                List<Task> batch = batch(1_000);
                for (int step = 0; step < EVENTS_PER_TASK; step++) {
                    for (Task task : batch) {
                        events.add(task.event(step));
                    }
                }
                write(writer, events);
            }
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            ProjectionsApp app = new ProjectionsApp(settings, meters);
            try (app;
                    HikariDataSource pool = Database.pool(settings, "bench", 1)) {
                measure("backlog", app, meters, pool, () -> {});
                measure("at " + rate + " tasks/s", app, meters, pool, () -> pour(writer, rate, 20));
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void measure(String what, ProjectionsApp app, SimpleMeterRegistry meters, HikariDataSource pool, Work work)
            throws Exception {
        long before = projected(meters, "task_runs");
        long bridgedBefore = bridged(meters);
        Map<String, Long> cpu = cpu();
        long start = System.nanoTime();
        if (before == 0) {
            Thread.ofVirtual().start(() -> start(app));
        }
        work.run();
        long tableDone = 0;
        long bridgeDone = 0;
        while (tableDone == 0 || bridgeDone == 0) {
            if (tableDone == 0 && projected(meters, "task_runs") >= written) {
                tableDone = System.nanoTime();
            }
            if (bridgeDone == 0 && bridged(meters) >= written) {
                bridgeDone = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        Map<String, Long> after = cpu();
        long events = written - before;
        double tasks = (double) events / EVENTS_PER_TASK;
        System.out.printf(
                "%s: %,d events; task_runs %,.0f events/s, bridge %,.0f events/s; %,.0f rows written, %.0f records a batch%n",
                what,
                events,
                events / ((tableDone - start) / 1e9),
                (bridged(meters) - bridgedBefore) / ((bridgeDone - start) / 1e9),
                meters.get("penstock.projection.rows")
                        .tag("projection", "task_runs")
                        .counter()
                        .count(),
                meters.get("penstock.projection.batch.records")
                        .tag("projection", "task_runs")
                        .summary()
                        .mean());
        after.forEach((part, nanos) -> System.out.printf(
                "  %-28s %6.1f µs CPU a task%n", part, (nanos - cpu.getOrDefault(part, 0L)) / 1e3 / tasks));
        System.out.println(
                "  rows in task_runs: " + Db.rows(pool, "SELECT count(*) FROM task_runs WHERE state = 'SUCCEEDED'"));
    }

    private static void start(ProjectionsApp app) {
        try {
            app.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long projected(SimpleMeterRegistry meters, String projection) {
        var summary = meters.find("penstock.projection.batch.records")
                .tag("projection", projection)
                .summary();
        return summary == null ? 0 : (long) summary.totalAmount();
    }

    private static long bridged(SimpleMeterRegistry meters) {
        return projected(meters, "redis_bridge");
    }

    /** Pours tasks at a steady rate for some seconds, each task's events {@link #STEP_MILLIS} apart, a transaction every 20 ms. */
    private void pour(EventWriter writer, int rate, int seconds) throws Exception {
        int turns = seconds * 50;
        int steps = (int) (STEP_MILLIS / 20);
        List<List<Task>> turnsTasks = new ArrayList<>();
        long start = System.nanoTime();
        for (int turn = 0; turn < turns + EVENTS_PER_TASK * steps; turn++) {
            turnsTasks.add(turn < turns ? batch(rate / 50) : List.of());
            List<Event> events = new ArrayList<>();
            for (int step = 0; step < EVENTS_PER_TASK; step++) {
                int born = turn - step * steps;
                if (born >= 0) {
                    for (Task task : turnsTasks.get(born)) {
                        events.add(task.event(step));
                    }
                }
            }
            if (!events.isEmpty()) {
                write(writer, events);
            }
            TimeUnit.NANOSECONDS.sleep(start + (turn + 1) * 20_000_000L - System.nanoTime());
        }
    }

    private void write(EventWriter writer, List<Event> events) {
        List<Event> numbered = new ArrayList<>(events.size());
        for (Event event : events) {
            int tenant = Integer.parseInt(event.getTenant().substring("tenant-".length()));
            numbered.add(event.toBuilder().setSeq(++seq[tenant]).build());
        }
        writer.commit(numbered);
        written += events.size();
    }

    private record Task(List<Event> events) {
        Event event(int step) {
            return events.get(step);
        }
    }

    private static List<Task> batch(int count) {
        List<Task> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            UUID id = UUID.randomUUID();
            tasks.add(new Task(
                    new Story("tenant-" + Math.floorMod(id.hashCode(), TENANTS), id, System.currentTimeMillis())
                            .accepted()
                            .granted(1)
                            .started(1, "worker-1")
                            .succeeded(1, OUTPUT, Story.usage(120, 150, 2_610))
                            .events()));
        }
        return tasks;
    }

    /** CPU time so far by part, in nanoseconds. */
    private Map<String, Long> cpu() throws IOException {
        Map<String, Long> cpu = new HashMap<>();
        var threads = ManagementFactory.getThreadMXBean();
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("projection-")) {
                cpu.merge("thread " + info.getThreadName(), threads.getThreadCpuTime(info.getThreadId()), Long::sum);
            }
        }
        long server = ticks(postgres.pid());
        for (ProcessHandle child :
                ProcessHandle.of(postgres.pid()).orElseThrow().children().toList()) {
            server += ticks(child.pid());
        }
        cpu.put("PostgreSQL", server * 10_000_000L);
        cpu.put("Redis", ticks(redis.pid()) * 10_000_000L);
        return cpu;
    }

    /** User and system time of a process in hundredths of a second. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}

package dev.penstock.streams;

import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.embedded.ForkOptions;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures the streams process against a broker of its own JVM and a worker that answers at once: not a test, a tool to find where time goes.
 * Options: {@code tasks=100000 tenants=1000 cap=1000 store=rocksdb intake=false commit=100ms single=200}.
 */
final class Throughput implements AutoCloseable {
    private static final int SLOTS = 12;
    private static final long IDLE_NANOS = 10_000_000_000L;

    private final Map<String, String> options = new HashMap<>();
    private final Path dir;
    private final EmbeddedKafka kafka;
    private final Producer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> events;
    private long ended;
    private long read;

    private Throughput(String... args) throws Exception {
        for (String arg : args) {
            options.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        dir = Files.createTempDirectory("penstock-throughput-");
        kafka = EmbeddedKafka.fork(dir.resolve("kafka"), 0, ForkOptions.sameClasspath(1_024, dir.resolve("kafka.log")));
        producer = FakeWorker.producer(kafka.bootstrapServers());
        events = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    public static void main(String... args) throws Exception {
        try (Throughput run = new Throughput(args)) {
            run.run();
        }
    }

    private void run() throws Exception {
        Settings settings = Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP, kafka.bootstrapServers(),
                SettingNames.SLOTS, Integer.toString(SLOTS),
                SettingNames.STREAMS_STORE, options.getOrDefault("store", "rocksdb"),
                SettingNames.COMMIT_INTERVAL, options.getOrDefault("commit", "100ms"),
                SettingNames.STREAMS_THREADS, options.getOrDefault("threads", "1"),
                SettingNames.STATE_DIR, dir.resolve("state").toString()));
        int tasks = number("tasks", 100_000);
        try (StreamsApp app = new StreamsApp(settings, new SimpleMeterRegistry())) {
            app.start();
            List<TopicPartition> partitions = IntStream.range(0, SLOTS)
                    .mapToObj(slot -> new TopicPartition(Topics.EVENTS, slot))
                    .toList();
            events.assign(partitions);
            events.seekToBeginning(partitions);
            configure();
            try (FakeWorker worker = new FakeWorker(kafka.bootstrapServers(), SLOTS)) {
                submitAndAwait(20_000, "warm-");
                Map<String, Long> writtenBefore = written();
                Map<String, Long> before = cpu();
                long start = System.nanoTime();
                submitAndAwait(tasks, "t-");
                report(tasks, System.nanoTime() - start, before);
                System.out.println("Records by topic, a task:");
                written().forEach((topic, end) -> {
                    double each = (end - writtenBefore.getOrDefault(topic, 0L)) / (double) tasks;
                    if (each > 0.01) {
                        System.out.printf("  %-70s %6.2f%n", topic, each);
                    }
                });
                single(number("single", 200));
                idle();
            }
        }
    }

    private void configure() {
        for (int i = 0; i < number("tenants", 1_000); i++) {
            FakeWorker.send(
                    producer,
                    SLOTS,
                    Commands.configure(Commands.config("tenant-" + i, number("cap", 1_000), Roles.COPYWRITER)));
        }
        producer.flush();
    }

    private void submitAndAwait(int tasks, String prefix) throws Exception {
        long goal = ended + tasks;
        Thread submitter = Thread.ofPlatform().name("submitter").start(() -> {
            List<Tier> tiers = Topics.tiers();
            for (int i = 0; i < tasks; i++) {
                submit("tenant-" + i % number("tenants", 1_000), prefix + i, tiers.get(i % tiers.size()));
            }
            producer.flush();
        });
        while (ended < goal) {
            poll(Duration.ofMillis(100));
        }
        submitter.join();
    }

    private void submit(String tenant, String key, Tier tier) {
        if (options.getOrDefault("intake", "false").equals("true")) {
            String json = "{\"tenant\":\"" + tenant + "\",\"input\":\"Write about " + key + "\",\"idempotencyKey\":\""
                    + key + "\"}";
            producer.send(new ProducerRecord<>(
                    Topics.tasks(Roles.COPYWRITER, tier),
                    tenant.getBytes(StandardCharsets.UTF_8),
                    json.getBytes(StandardCharsets.UTF_8)));
        } else {
            FakeWorker.send(producer, SLOTS, Commands.submit(tenant, key, Roles.COPYWRITER, tier));
        }
    }

    private void poll(Duration limit) throws Exception {
        for (var record : events.poll(limit)) {
            read++;
            if (Event.parseFrom(record.value()).hasSucceeded()) {
                ended++;
            }
        }
    }

    /** Idle latency from a submission to its committed grant's start and end. */
    private void single(int times) throws Exception {
        long[] started = new long[times];
        for (int i = 0; i < times; i++) {
            LockSupport.parkNanos(50_000_000);
            long goal = ended + 1;
            long start = System.nanoTime();
            submit("tenant-1", "single-" + i, Tier.TIER_URGENT);
            producer.flush();
            while (ended < goal) {
                poll(Duration.ofMillis(20));
            }
            started[i] = System.nanoTime() - start;
        }
        java.util.Arrays.sort(started);
        System.out.printf(
                "one task on an idle system, submit to seeing its end (two transactions): p50 %.1f ms, p99 %.1f ms%n",
                started[times / 2] / 1e6, started[times * 99 / 100] / 1e6);
    }

    /** What the processes use when there is nothing to do. */
    private void idle() {
        Map<String, Long> before = cpu();
        long start = System.nanoTime();
        LockSupport.parkNanos(IDLE_NANOS);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println("CPU when idle, milliseconds a second:");
        cpu().forEach((name, used) -> {
            double millis = (used - before.getOrDefault(name, 0L)) / 1e6 / seconds;
            if (millis > 1) {
                System.out.printf("  %-70s %6.1f%n", name, millis);
            }
        });
    }

    private void report(int tasks, long nanos, Map<String, Long> before) {
        System.out.printf(
                "%d tasks in %.2f s: %.0f tasks/s, %d events in all%n", tasks, nanos / 1e9, tasks * 1e9 / nanos, read);
        System.out.println("CPU by thread, microseconds a task:");
        cpu().forEach((name, used) -> {
            double micros = (used - before.getOrDefault(name, 0L)) / 1e3 / tasks;
            if (micros > 0.2) {
                System.out.printf("  %-70s %6.1f%n", name, micros);
            }
        });
    }

    /** Records written so far, transaction markers included, by topic. */
    private Map<String, Long> written() throws Exception {
        Map<String, Long> written = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var topics = admin.describeTopics(admin.listTopics().names().get())
                    .allTopicNames()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            topics.forEach((name, topic) -> topic.partitions()
                    .forEach(p -> ends.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
            admin.listOffsets(ends)
                    .all()
                    .get()
                    .forEach((partition, end) -> written.merge(partition.topic(), end.offset(), Long::sum));
        }
        return written;
    }

    private Map<String, Long> cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Long> used = new TreeMap<>();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null) {
                used.merge(
                        info.getThreadName().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "X"),
                        threads.getThreadCpuTime(id),
                        Long::sum);
            }
        }
        used.put(
                "(broker process)",
                kafka.process().info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
        used.put(
                "(this process)",
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos());
        return used;
    }

    private int number(String name, int fallback) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(fallback)));
    }

    @Override
    public void close() throws Exception {
        events.close();
        producer.close();
        kafka.close();
        try (var files = Files.walk(dir)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}

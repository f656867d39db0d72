package dev.penstock.workers;

import com.sun.management.OperatingSystemMXBean;
import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.embedded.ForkOptions;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures a worker by itself, over a broker in a JVM of its own: dispatch records in, finishes out, with the echo runtime. Then what it costs
 * when there is nothing to do. Run by hand: it is no test.
 *
 * <p>Arguments: tasks of a round (100000), slots of a role (4000), rounds (4), seconds idle (20).
 */
public final class ThroughputHarness {
    private static final String ROLE = Roles.COPYWRITER;

    private ThroughputHarness() {}

    public static void main(String[] args) throws Exception {
        int tasks = number(args, 0, 100_000);
        int slots = number(args, 1, 4_000);
        int rounds = number(args, 2, 4);
        int idleSeconds = number(args, 3, 20);
        Path dir = Files.createTempDirectory("penstock-workers-harness-");
        try {
            measure(dir, tasks, slots, rounds, idleSeconds);
        } finally {
            delete(dir);
        }
    }

    private static void measure(Path dir, int tasks, int slots, int rounds, int idleSeconds) throws Exception {
        try (EmbeddedKafka broker =
                        EmbeddedKafka.fork(dir, 0, ForkOptions.sameClasspath(1024, dir.resolve("broker.out")));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicAdmin.ensure(admin, Topics.core(Slots.LOCAL_DEFAULT));
            TopicAdmin.ensure(admin, Topics.forRoles(Roles.STANDARD, 1, Topics.DISPATCH_PARTITIONS));
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            Settings settings = Settings.of(Map.of(
                    SettingNames.KAFKA_BOOTSTRAP, broker.bootstrapServers(),
                    SettingNames.WORKER_ADAPTER, "echo",
                    SettingNames.WORKER_SLOTS, Integer.toString(slots)));
            try (WorkersApp app = new WorkersApp(settings, meters)) {
                app.start();
                for (int round = 1; round <= rounds; round++) {
                    round(broker, meters, round, tasks);
                }
                // The first window still has the compiler at work.
                for (int window = 0; window < 3; window++) {
                    idle(broker, idleSeconds);
                }
            }
        }
    }

    private static void round(EmbeddedKafka broker, SimpleMeterRegistry meters, int round, int tasks) throws Exception {
        fill(broker.bootstrapServers(), round, tasks);
        double doneBefore = done(meters);
        long workerCpu = cpuNanos();
        long brokerCpu = cpuNanos(broker);
        long begun = System.nanoTime();
        while (done(meters) - doneBefore < tasks) {
            Thread.sleep(5);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "round %d: %d tasks in %.2f s = %.0f tasks/s; CPU per task: worker %.0f us, broker %.0f us%n",
                round,
                tasks,
                seconds,
                tasks / seconds,
                (cpuNanos() - workerCpu) / 1e3 / tasks,
                (cpuNanos(broker) - brokerCpu) / 1e3 / tasks);
    }

    private static void idle(EmbeddedKafka broker, int seconds) throws InterruptedException {
        long workerCpu = cpuNanos();
        long brokerCpu = cpuNanos(broker);
        Thread.sleep(seconds * 1_000L);
        System.out.printf(
                Locale.ROOT,
                "idle, %d roles: worker %.2f %% of a core, broker %.2f %%%n",
                Roles.STANDARD.size(),
                (cpuNanos() - workerCpu) / 1e7 / seconds,
                (cpuNanos(broker) - brokerCpu) / 1e7 / seconds);
    }

    /** Written by a client of its own, with the worker at its heels; the clock starts when all are there. */
    private static void fill(String bootstrap, int round, int tasks) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "linger.ms",
                        20,
                        "batch.size",
                        256 << 10,
                        "transactional.id",
                        "engine"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            String topic = Topics.dispatch(ROLE, Tier.TIER_NORMAL);
            for (int i = 0; i < tasks; i++) {
                byte[] value = Dispatches.of("tenant-" + i % 1_000, ROLE, round + "-" + i)
                        .build()
                        .toByteArray();
                producer.send(new ProducerRecord<>(topic, null, value));
            }
            // Nothing of it is seen before.
            producer.commitTransaction();
        }
    }

    private static double done(SimpleMeterRegistry meters) {
        return meters.counter(
                        "penstock.workers.ended",
                        List.of(
                                io.micrometer.core.instrument.Tag.of("role", ROLE),
                                io.micrometer.core.instrument.Tag.of("outcome", "success")))
                .count();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long cpuNanos(EmbeddedKafka broker) {
        return broker.process().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static int number(String[] args, int index, int fallback) {
        return args.length > index ? Integer.parseInt(args[index]) : fallback;
    }
}

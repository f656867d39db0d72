package dev.penstock.projections;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.mongo.Mongo;
import dev.penstock.runtime.App;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Health;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections process: rows in PostgreSQL, the bridge to Redis, what agents are making in Redis, and documents in MongoDB, each in a thread of its own. */
public final class ProjectionsApp implements App {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionsApp.class);
    private static final int CONNECTIONS = 4;
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;
    private static final int READY_LIMIT_MILLIS = 20_000;
    private static final int READY_PAUSE_MILLIS = 10;
    private static final int HOURS_BETWEEN_PARTITIONS = 6;

    private final Settings settings;
    private final MeterRegistry metrics;
    private final List<ConsumerLoop> loops = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();

    public ProjectionsApp(Settings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "projections";
    }

    @Override
    public void start() throws Exception {
        ensureTopics();
        HikariDataSource pool = Database.pool(settings, "projections", CONNECTIONS);
        resources.add(pool);
        Database.migrate(pool);
        // A loop backs off by itself: waiting longer for a connection would only delay its answer to a shutdown.
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        MonthPartitions months = new MonthPartitions(pool, InstantSource.system());
        months.ensureAhead();
        scheduleMonths(months);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "penstock-projections"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        resources.add(producer);
        DeadLetters deadLetters = new DeadLetters(producer);
        loops.add(table(new TaskRunsProjector(), pool, months, deadLetters));
        loops.add(table(new LlmCallsProjector(), pool, months, deadLetters));
        loops.add(bridge(deadLetters));
        loops.add(output(deadLetters));
        Mongo.of(settings, "penstock-projections").ifPresent(mongo -> {
            resources.add(mongo);
            loops.add(documents(new OutputDocuments(), mongo, deadLetters));
            loops.add(documents(new EventDocuments(), mongo, deadLetters));
        });
        loops.forEach(ConsumerLoop::start);
        awaitReady();
    }

    @Override
    public Health health() {
        List<Health> all = loops.stream().map(ConsumerLoop::health).toList();
        String detail = all.stream().map(Health::detail).collect(Collectors.joining("; "));
        boolean live = all.stream().allMatch(Health::live);
        boolean ready = !all.isEmpty() && all.stream().allMatch(Health::ready);
        return new Health(live, ready, all.isEmpty() ? "not started" : detail);
    }

    @Override
    public void close() {
        loops.parallelStream().forEach(ConsumerLoop::close);
        loops.clear();
        for (AutoCloseable resource : resources.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("Cannot close {}", resource, e);
            }
        }
        resources.clear();
    }

    private void ensureTopics() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(KafkaClients.common(settings, "penstock-projections-admin"))) {
            TopicAdmin.ensure(admin, Topics.core(settings.number(SettingNames.SLOTS, Slots.LOCAL_DEFAULT)));
        }
    }

    private ConsumerLoop table(
            Projection projection, HikariDataSource pool, MonthPartitions months, DeadLetters deadLetters) {
        LoopMetrics meters = new LoopMetrics(metrics, projection.name());
        Consumer<byte[], byte[]> consumer = ProjectionConsumers.forTables(settings, projection);
        TableTarget target = new TableTarget(projection, pool, consumer, months, deadLetters, meters);
        return new ConsumerLoop(projection.name(), projection.topic(), consumer, target, meters);
    }

    private ConsumerLoop bridge(DeadLetters deadLetters) {
        LoopMetrics meters = new LoopMetrics(metrics, "redis_bridge");
        Consumer<byte[], byte[]> consumer = ProjectionConsumers.forRedis(settings, ProjectionConsumers.BRIDGE_GROUP);
        URI url = URI.create(settings.text(SettingNames.REDIS_URL));
        RedisTarget target = new RedisTarget(url, consumer, deadLetters, meters, new KeyExpiry(InstantSource.system()));
        return new ConsumerLoop("redis_bridge", Topics.EVENTS, consumer, target, meters);
    }

    private ConsumerLoop output(DeadLetters deadLetters) {
        LoopMetrics meters = new LoopMetrics(metrics, "redis_output");
        Consumer<byte[], byte[]> consumer = ProjectionConsumers.forRedis(settings, ProjectionConsumers.OUTPUT_GROUP);
        URI url = URI.create(settings.text(SettingNames.REDIS_URL));
        return new ConsumerLoop(
                "redis_output", Topics.STREAM, consumer, new OutputTarget(url, consumer, deadLetters, meters), meters);
    }

    private ConsumerLoop documents(MongoDocuments documents, Mongo mongo, DeadLetters deadLetters) {
        LoopMetrics meters = new LoopMetrics(metrics, documents.name());
        Consumer<byte[], byte[]> consumer = ProjectionConsumers.forMongo(settings, documents);
        return new ConsumerLoop(
                documents.name(),
                documents.topic(),
                consumer,
                new MongoTarget(documents, mongo, consumer, deadLetters, meters),
                meters);
    }

    private void scheduleMonths(MonthPartitions months) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("projection-months").factory());
        resources.add(timer::shutdownNow);
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        months.ensureAhead();
                    } catch (SQLException e) {
                        // Three months are made ahead, and projectors make theirs on demand: the next run is soon
                        // enough.
                        LOG.warn(
                                "Cannot make the partitions of the months ahead; tried again in {} hours",
                                HOURS_BETWEEN_PARTITIONS,
                                e);
                    }
                },
                HOURS_BETWEEN_PARTITIONS,
                HOURS_BETWEEN_PARTITIONS,
                TimeUnit.HOURS);
    }

    /** Waits until all is well, or for the limit: with Redis away the others work all the same, and health says what does not. */
    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MILLIS);
        while (!health().ready() && health().live() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(READY_PAUSE_MILLIS);
        }
    }
}

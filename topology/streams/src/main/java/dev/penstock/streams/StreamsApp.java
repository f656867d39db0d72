package dev.penstock.streams;

import dev.penstock.runtime.App;
import dev.penstock.runtime.Health;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.streams.admission.AdmissionMetrics;
import dev.penstock.streams.admission.AdmissionTopology;
import dev.penstock.streams.admission.BrokerRoleTopics;
import dev.penstock.streams.admission.KafkaTickSender;
import dev.penstock.streams.admission.RocksDbMemory;
import dev.penstock.streams.admission.SlotQueries;
import dev.penstock.streams.intake.IntakeMetrics;
import dev.penstock.streams.intake.IntakeTopology;
import dev.penstock.streams.query.QueryServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Intake and admission in one process. Any number of such processes share the slots. */
public final class StreamsApp implements App {
    /** Bounds how long the engine's thread may wait for a role's topics. */
    private static final int ADMIN_TIMEOUT_MILLIS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);

    private final Settings settings;
    private final MeterRegistry metrics;
    // Closed last in, first out.
    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;
    private volatile @Nullable StreamsInstance intake;
    private volatile @Nullable StreamsInstance admission;
    private volatile @Nullable QueryServer questions;

    public StreamsApp(Settings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "streams";
    }

    /**
     * Starts both applications. Works once: another try takes another object.
     *
     * @throws IllegalStateException when the broker or a topic does not fit; the message says what to do
     */
    @Override
    public synchronized void start() throws Exception {
        if (!parts.isEmpty()) {
            throw new IllegalStateException("The streams application is started already");
        }
        try {
            StreamsSettings streams = StreamsSettings.from(settings);
            Admin admin = opened(admin());
            StartupChecks.run(admin, streams);
            StreamsInstance engine = admission(streams, admin);
            StreamsInstance door = intake(streams);
            admission = engine;
            intake = door;
            engine.start();
            door.start();
            engine.awaitRunning();
            door.awaitRunning();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    @Override
    public Health health() {
        StreamsInstance engine = admission;
        StreamsInstance door = intake;
        if (closed) {
            return Health.starting("closed");
        }
        if (engine == null || door == null) {
            return Health.starting("not started");
        }
        Health engineHealth = engine.health();
        Health doorHealth = door.health();
        return new Health(
                engineHealth.live() && doorHealth.live(),
                engineHealth.ready() && doorHealth.ready(),
                engineHealth.detail() + ", " + doorHealth.detail());
    }

    @Override
    public void close() {
        closed = true;
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                // The others hold locks and threads that must go too.
                LOG.warn("A part of the streams application did not close in order", e);
            }
        }
    }

    private StreamsInstance admission(StreamsSettings streams, Admin admin) throws IOException {
        RocksDbMemory memory = new RocksDbMemory();
        opened(() -> free(memory));
        AdmissionMetrics counters = new AdmissionMetrics(metrics);
        opened(counters);
        KafkaTickSender ticks = opened(new KafkaTickSender(settings));
        BrokerRoleTopics roles =
                new BrokerRoleTopics(admin, StreamsSettings.INTAKE_PARTITIONS, Set.copyOf(streams.roles()));
        SlotQueries queries = new SlotQueries();
        QueryServer server = opened(new QueryServer(
                streams.queryHost(), streams.queryPort(), streams.stateDir(), streams.slots(), queries, this::holder));
        questions = server;
        AdmissionTopology.Parts engine = new AdmissionTopology.Parts(
                streams.slots(), streams.policy(), streams.stores(), roles, ticks, counters, queries);
        return opened(new StreamsInstance(
                AdmissionTopology.build(engine),
                StreamsConfigs.admission(settings, streams, memory, server.address()),
                metrics));
    }

    /** Host and port that questions are answered on; null until it is started. */
    @Nullable
    String queryAddress() {
        QueryServer server = questions;
        return server == null ? null : server.address();
    }

    /** Host and port of the process that works on a slot. */
    private Optional<String> holder(int slot) {
        StreamsInstance engine = admission;
        return engine == null ? Optional.empty() : engine.holder(new TopicPartition(Topics.COMMANDS, slot));
    }

    private StreamsInstance intake(StreamsSettings streams) {
        IntakeMetrics counters = new IntakeMetrics(metrics);
        return opened(new StreamsInstance(
                IntakeTopology.build(streams.slots(), settings.flag(SettingNames.WEBHOOKS_INSECURE, false), counters),
                StreamsConfigs.intake(settings, streams, counters),
                metrics));
    }

    /** Native memory may go only once no store uses it: an application that did not stop in time keeps it. */
    private void free(RocksDbMemory memory) {
        StreamsInstance engine = admission;
        if (engine == null || engine.isOver()) {
            memory.close();
        }
    }

    private Admin admin() {
        Map<String, Object> config = KafkaClients.common(settings, "penstock-streams-admin");
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
        return Admin.create(config);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        if (closed) {
            throw new IllegalStateException("The streams application was closed while it started");
        }
        return part;
    }
}

package dev.penstock.streams.admission;

import dev.penstock.admission.Policy;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** One slot of the engine in a test driver, with the clock in the test's hands. */
final class AdmissionDriver implements AutoCloseable {
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final SlotQueries queries = new SlotQueries();
    final List<String> rolesEnsured = new ArrayList<>();
    int ticksSent;

    private final RocksDbMemory memory = new RocksDbMemory();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> commands;
    private Instant now = Instant.parse("2026-11-02T08:00:00Z");

    AdmissionDriver(StoreKind stores, Path stateDir) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "admission-test");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        config.put(SmallRocksDb.MEMORY, memory);
        AdmissionTopology.Parts parts = new AdmissionTopology.Parts(
                1,
                Policy.DEFAULT,
                stores,
                rolesEnsured::add,
                (slot, onFailure) -> ticksSent++,
                new AdmissionMetrics(metrics),
                queries);
        driver = new TopologyTestDriver(AdmissionTopology.build(parts), config, now);
        commands = driver.createInputTopic(Topics.COMMANDS, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The slot's own stores, changelogs included. */
    StreamsBackend backend() {
        return new StreamsBackend(driver::getKeyValueStore);
    }

    void send(Command command) {
        send(command.getTenant().getBytes(StandardCharsets.UTF_8), command.toByteArray());
    }

    void send(byte[] key, byte[] value) {
        commands.pipeInput(key, value, now);
    }

    /** Lets time pass and tells the slot so. */
    void tickAfter(Duration time) {
        advance(time);
        send(null, dev.penstock.streams.Commands.tick(0).toByteArray());
    }

    /** Lets time pass, which only the wall clock shows. */
    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    List<Event> events() {
        return read(Topics.EVENTS, bytes -> Event.parseFrom(bytes));
    }

    List<Dispatch> dispatches(String role, Tier tier) {
        return read(Topics.dispatch(role, tier), bytes -> Dispatch.parseFrom(bytes));
    }

    List<AttemptEnded> signals() {
        return read(Topics.SIGNALS, bytes -> AttemptEnded.parseFrom(bytes));
    }

    /** Configurations of tenants that the engine published. */
    List<TenantConfig> configs() {
        return read(Topics.TENANT_CONFIG, bytes -> TenantConfig.parseFrom(bytes));
    }

    /** Limits of roles that the engine published. */
    List<RoleLimits> limits() {
        return read(Topics.ROLE_LIMITS, bytes -> RoleLimits.parseFrom(bytes));
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.DLQ, bytes -> DeadLetter.parseFrom(bytes));
    }

    private interface Parser<T> {
        T parse(byte[] bytes) throws Exception;
    }

    private <T> List<T> read(String topic, Parser<T> parser) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Function<byte[], T> parse = bytes -> {
            try {
                return parser.parse(bytes);
            } catch (Exception e) {
                throw new AssertionError("Unreadable record on " + topic, e);
            }
        };
        return output.readValuesToList().stream().map(parse).toList();
    }

    @Override
    public void close() {
        driver.close();
        memory.close();
    }
}

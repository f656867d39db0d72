package dev.penstock.corebench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.admission.Command;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event;
import dev.penstock.streams.admission.AdmissionMetrics;
import dev.penstock.streams.admission.AdmissionTopology;
import dev.penstock.streams.admission.RocksDbMemory;
import dev.penstock.streams.admission.SlotQueries;
import dev.penstock.streams.admission.SmallRocksDb;
import dev.penstock.streams.admission.StoreKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;

/** A slot as it runs in Kafka Streams, its stores on disk, in its cycle: a transaction at a time, of which the next one has the grants. */
final class StreamsSlot implements AutoCloseable {
    /** As many as a slot commits at once when it gets some 17,000 a second; a faster one commits more of them at once. */
    static final int COMMANDS_PER_COMMIT = 3_000;

    private static final int COMMANDS_PER_REPORT = 50_000;

    /** Transactions in which dispatch windows open from what they are at first. */
    private static final int MAX_OPENING = 1_000;

    private final Path dir = Files.createTempDirectory("penstock-core-bench-");
    private final RocksDbMemory memory = new RocksDbMemory();
    private final AdmissionMetrics metrics = new AdmissionMetrics(new SimpleMeterRegistry());
    private final CommittingDriver driver;
    private final Cycle cycle;
    private int prepared;

    StreamsSlot(Shape shape) throws IOException {
        cycle = new Cycle(shape);
        AdmissionTopology.Parts parts = new AdmissionTopology.Parts(
                1, Shape.policy(), StoreKind.ROCKSDB, role -> {}, (slot, onFailure) -> {}, metrics, new SlotQueries());
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "penstock-admission");
        config.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 2 * COMMANDS_PER_COMMIT);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        config.put(SmallRocksDb.MEMORY, memory);
        driver = new CommittingDriver(AdmissionTopology.build(parts), config, Topics.COMMANDS);
    }

    /** Puts limits in force, fills the lanes, and lets the cycle come into full swing. */
    void fill() {
        int size = cycle.fillSize();
        for (int i = 0; i < size; i++) {
            add(cycle.fill(i));
            if (prepared == COMMANDS_PER_COMMIT || i == size - 1) {
                commit();
                absorb();
            }
            Progress.report("queueing", i + 1, size, COMMANDS_PER_REPORT);
        }
        for (int i = 0; i < MAX_OPENING; i++) {
            boolean full = tryPrepare();
            commit();
            absorb();
            if (full) {
                return;
            }
        }
        throw new IllegalStateException("Expected full transactions, but too few tasks run at once");
    }

    /** Readies the commands of one transaction. */
    void prepare() {
        if (!tryPrepare()) {
            throw new IllegalStateException("Expected " + COMMANDS_PER_COMMIT + " commands, but got " + prepared);
        }
    }

    /** Does what was prepared: to be measured. */
    void commit() {
        driver.processAndCommit();
        prepared = 0;
    }

    /** Takes in what came of it. */
    void absorb() {
        try {
            for (ProducerRecord<byte[], byte[]> record : driver.takeOutput()) {
                if (record.topic().equals(Topics.EVENTS)) {
                    check(Event.parseFrom(record.value()));
                } else if (Topics.DISPATCH_PATTERN.matcher(record.topic()).matches()) {
                    Dispatch granted = Dispatch.parseFrom(record.value());
                    cycle.granted(new Cycle.Attempt(
                            granted.getTenant(),
                            granted.getRole(),
                            UUID.fromString(granted.getTaskId()),
                            granted.getAttempt()));
                } else if (record.topic().equals(Topics.DLQ)) {
                    throw new IllegalStateException("Expected no dead letter, but there is one");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The topology wrote what cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        driver.close();
        memory.close();
        metrics.close();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(dir)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private boolean tryPrepare() {
        while (prepared < COMMANDS_PER_COMMIT) {
            Command command = cycle.next();
            if (command == null) {
                return false;
            }
            add(command);
        }
        return true;
    }

    private void add(Command command) {
        dev.penstock.schemas.v1.Command proto = ProtoCommands.of(command);
        driver.add(proto.getTenant().getBytes(StandardCharsets.UTF_8), proto.toByteArray(), cycle.now());
        prepared++;
    }

    private static void check(Event event) {
        if (event.hasRejected() || event.hasResultRejected()) {
            throw new IllegalStateException("Expected no refusal, but got " + event);
        }
    }
}

package dev.penstock.simulation.kafka.replay;

import dev.penstock.admission.Policy;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.Table;
import dev.penstock.audit.AuditProgress;
import dev.penstock.audit.InvariantResult;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.streams.EnginePolicy;
import dev.penstock.streams.admission.AdmissionTopology;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Replays a cluster's command log slot by slot, and compares events (I22) and rows (I17). It only reads, and may do so while the engine works.
 * Memory: one slot's rows, twice.
 */
public final class LogReplay {
    /** A transaction's markers reach its partitions one after the other, its offsets perhaps before its rows. */
    private static final long SETTLE_MILLIS = 250;

    private static final int LOOKS = 20;
    private static final int RECORDS_PER_WORD = 1_000;

    private final String bootstrapServers;
    private final Policy policy;
    private final Consumer<AuditProgress> listener;

    /** @param settings what the engine's process was set to when it wrote the log */
    public LogReplay(String bootstrapServers, Settings settings, Consumer<AuditProgress> listener) {
        this.bootstrapServers = bootstrapServers;
        this.policy = EnginePolicy.of(settings);
        this.listener = listener;
    }

    /**
     * Replays all slots.
     *
     * @throws IllegalStateException when there is no log, or the broker stops answering
     */
    public List<InvariantResult> run() throws InterruptedException {
        ReplayFindings findings = new ReplayFindings();
        try (PartitionReader commands = new PartitionReader(bootstrapServers, AdmissionTopology.APPLICATION);
                PartitionReader events = new PartitionReader(bootstrapServers, AdmissionTopology.APPLICATION)) {
            int slots = commands.partitions(Topics.COMMANDS);
            for (int slot = 0; slot < slots; slot++) {
                TopicPartition partition = new TopicPartition(Topics.COMMANDS, slot);
                long first = commands.beginning(partition);
                if (first > 0) {
                    findings.truncated(slot, first);
                } else {
                    replay(new SlotPlace(slot, slots), partition, commands, events, findings);
                    findings.replayed();
                }
            }
        }
        return findings.results();
    }

    private void replay(
            SlotPlace place,
            TopicPartition partition,
            PartitionReader commands,
            PartitionReader events,
            ReplayFindings findings)
            throws InterruptedException {
        long from = commands.committed(partition);
        Thread.sleep(SETTLE_MILLIS);
        Map<Table, Map<Bytes, byte[]>> durable = rows(place.index(), events);
        long until = commands.committed(partition);
        TopicPartition published = new TopicPartition(Topics.EVENTS, place.index());
        // Its end is asked for before that of the commands, so that no event is read of which the command is not.
        events.seek(published, events.beginning(published));
        commands.seek(partition, 0);
        SlotReplay replay = new SlotReplay(policy, place, events.beginning(published) > 0, findings);
        boolean watched = false;
        boolean compared = false;
        ConsumerRecord<byte[], byte[]> command;
        while ((command = commands.next()) != null) {
            if (!watched && command.offset() >= from) {
                replay.rowsMayBe();
                watched = true;
            }
            if (!compared && command.offset() >= until) {
                replay.compare(durable);
                compared = true;
            }
            replay.command(command.offset(), command.timestamp(), command.key(), command.value());
            drain(replay, events);
            tell(place, command.offset(), commands.end());
        }
        if (!compared) {
            replay.compare(durable);
        }
        finish(replay, events, until);
    }

    private static void drain(SlotReplay replay, PartitionReader events) throws InterruptedException {
        ConsumerRecord<byte[], byte[]> event;
        while (replay.expects() && (event = events.next()) != null) {
            replay.event(event.offset(), event.value());
        }
    }

    private static void finish(SlotReplay replay, PartitionReader events, long committed) throws InterruptedException {
        ConsumerRecord<byte[], byte[]> event;
        while ((event = events.next()) != null) {
            replay.event(event.offset(), event.value());
        }
        for (int look = 0; look < LOOKS && replay.lacks(committed); look++) {
            Thread.sleep(SETTLE_MILLIS);
            events.extend();
            drain(replay, events);
        }
        replay.eventsOver(committed);
    }

    private static Map<Table, Map<Bytes, byte[]>> rows(int slot, PartitionReader reader) throws InterruptedException {
        Map<Table, Map<Bytes, byte[]>> rows = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            Map<Bytes, byte[]> durable = new HashMap<>();
            TopicPartition changelog = new TopicPartition(AdmissionTopology.changelog(table), slot);
            reader.seek(changelog, reader.beginning(changelog));
            ConsumerRecord<byte[], byte[]> row;
            while ((row = reader.next()) != null) {
                byte @Nullable [] value = row.value();
                if (value == null) {
                    durable.remove(new Bytes(row.key()));
                } else {
                    durable.put(new Bytes(row.key()), value);
                }
            }
            rows.put(table, durable);
        }
        return rows;
    }

    private void tell(SlotPlace place, long offset, long end) {
        if ((offset + 1) % RECORDS_PER_WORD == 0 || offset + 1 == end) {
            listener.accept(new AuditProgress(
                    "replay of slot " + (place.index() + 1) + " of " + place.count(), offset + 1, end));
        }
    }
}

package dev.penstock.simulation.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.admission.Command.Configure;
import dev.penstock.admission.Command.ConfigureRole;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.simulation.WhatIfProgress;
import dev.penstock.simulation.record.EventCounts;
import dev.penstock.simulation.record.Recorder;
import dev.penstock.simulation.record.Recording;
import dev.penstock.streams.EnginePolicy;
import dev.penstock.streams.admission.CommandReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The command log of a cluster, read as the engine reads it. */
public final class CommandLog {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RECORDS_PER_WORD = 1_000;

    private final String bootstrapServers;
    private final Settings settings;
    private final Consumer<WhatIfProgress> listener;

    /** @param settings what the engine's process was set to when it wrote the log */
    public CommandLog(String bootstrapServers, Settings settings, Consumer<WhatIfProgress> listener) {
        this.bootstrapServers = bootstrapServers;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Reads all that the log holds, and the events that the engine made of it to compare with.
     *
     * @param since when the window begins
     * @throws IllegalStateException when there is no log, nothing in it since then, too much of it, or the broker stops answering
     */
    public Recording read(Instant since) throws InterruptedException {
        try (TopicReader reader = new TopicReader(bootstrapServers, PATIENCE)) {
            Collection<String> topics = reader.topics();
            if (!topics.contains(Topics.COMMANDS)) {
                throw new IllegalStateException(
                        "The cluster has no topic " + Topics.COMMANDS + ": nothing of Penstock has run there yet.");
            }
            TopicReader.Extent extent = reader.extent(Topics.COMMANDS);
            int slots = extent.end().size();
            Recorder recorder =
                    new Recorder(EnginePolicy.of(settings), slots, since.toEpochMilli(), extent.truncated());
            if (extent.truncated()) {
                seed(reader, topics, recorder, slots);
            }
            commands(reader, extent, recorder, slots);
            Recording recording = recorder.finish();
            return topics.contains(Topics.EVENTS) ? recording.compared(events(reader, recording)) : recording;
        }
    }

    private void commands(TopicReader reader, TopicReader.Extent extent, Recorder recorder, int slots)
            throws InterruptedException {
        List<CommandReader> readers = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            readers.add(new CommandReader(slot, slots));
        }
        read(reader, extent, "commands", record -> {
            int slot = record.partition();
            switch (readers.get(slot).read(record.key(), record.value())) {
                case CommandReader.Readable readable -> recorder.take(slot, record.timestamp(), readable.command());
                case CommandReader.Poison _ -> recorder.unreadable();
            }
        });
    }

    private void read(
            TopicReader reader, TopicReader.Extent extent, String part, Consumer<ConsumerRecord<byte[], byte[]>> sink)
            throws InterruptedException {
        long[] done = {0};
        long all = extent.records();
        reader.read(extent, record -> {
            sink.accept(record);
            if (++done[0] % RECORDS_PER_WORD == 0) {
                listener.accept(new WhatIfProgress(part, Math.min(done[0], all), all));
            }
        });
    }

    /** Where retention has taken the log's beginning, the compacted topics still tell each tenant's and role's limits as they are now. */
    private static void seed(TopicReader reader, Collection<String> topics, Recorder recorder, int slots)
            throws InterruptedException {
        if (topics.contains(Topics.TENANT_CONFIG)) {
            reader.read(reader.extent(Topics.TENANT_CONFIG), record -> {
                byte @Nullable [] value = record.value();
                if (value != null && command(record, slots, value, true) instanceof Configure configure) {
                    recorder.seed(Slots.of(configure.config().tenant(), slots), configure);
                }
            });
        }
        if (topics.contains(Topics.ROLE_LIMITS)) {
            reader.read(reader.extent(Topics.ROLE_LIMITS), record -> {
                byte @Nullable [] value = record.value();
                if (value != null && command(record, slots, value, false) instanceof ConfigureRole configure) {
                    recorder.seed(configure);
                }
            });
        }
    }

    /** What the engine would be told of a configuration; null where intake refuses it. */
    private static dev.penstock.admission.@Nullable Command command(
            ConsumerRecord<byte[], byte[]> record, int slots, byte[] value, boolean ofTenant) {
        try {
            Command.Builder command = Command.newBuilder();
            int slot = 0;
            if (ofTenant) {
                TenantConfig config = TenantConfig.parseFrom(value);
                command.setTenant(config.getTenant()).setConfigure(config);
                slot = Slots.of(config.getTenant(), slots);
            } else {
                command.setLimitRole(RoleLimits.parseFrom(value));
            }
            CommandReader.Found found = new CommandReader(slot, slots)
                    .read(record.key(), command.build().toByteArray());
            return found instanceof CommandReader.Readable readable ? readable.command() : null;
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private EventCounts events(TopicReader reader, Recording recording) throws InterruptedException {
        EventCounts counts = new EventCounts();
        read(reader, reader.extent(Topics.EVENTS), "events", record -> {
            byte @Nullable [] value = record.value();
            try {
                Event event = Event.parseFrom(value == null ? new byte[0] : value);
                if (event.getAtMillis() >= recording.since() && event.getAtMillis() <= recording.end()) {
                    count(counts, event);
                }
            } catch (InvalidProtocolBufferException e) {
                counts.unreadable++;
            }
        });
        return counts;
    }

    private static void count(EventCounts counts, Event event) {
        switch (event.getKindCase()) {
            case ACCEPTED -> counts.accepted++;
            case REJECTED -> counts.refused++;
            case STARTED -> counts.started++;
            case SUCCEEDED -> counts.succeeded++;
            case DEAD -> counts.dead++;
            case CANCELLED -> counts.cancelled++;
            case EXPIRED -> counts.expired++;
            case DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    KIND_NOT_SET -> {
                // Not compared.
            }
        }
    }
}

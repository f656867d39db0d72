package dev.penstock.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LlmCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Audits a cluster: folds {@code penstock.events}, the dispatch topics, {@code penstock.llm-calls}, the intake topics and {@code penstock.dlq} from
 * their first offset to their present end.
 */
public final class Auditor {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long what a call tells may be ahead of the events: a worker tells after its call, and the engine commits what it was told. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Map<String, Object> common;
    private final Consumer<AuditProgress> listener;

    /** Reads with the given client settings, {@code bootstrap.servers} at least. */
    public Auditor(Map<String, Object> common) {
        this(common, progress -> {});
    }

    private Auditor(Map<String, Object> common, Consumer<AuditProgress> listener) {
        this.common = Map.copyOf(common);
        this.listener = listener;
    }

    /** The same, which tells after each batch how far it has come. */
    public Auditor telling(Consumer<AuditProgress> progress) {
        return new Auditor(common, progress);
    }

    public static Auditor of(String bootstrapServers) {
        return new Auditor(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                "penstock-audit"));
    }

    /**
     * Reads and judges.
     *
     * @param submissions what producers say they handed in; empty when nobody kept account
     * @throws IllegalStateException when the cluster has no events topic, or stops answering
     */
    public AuditReport audit(AuditOptions options, Collection<Submission> submissions) throws InterruptedException {
        try (TopicReader reader = new TopicReader(common, PATIENCE, listener)) {
            Collection<String> topics = reader.topics();
            if (!topics.contains(Topics.EVENTS)) {
                throw new IllegalStateException(
                        "The cluster has no topic " + Topics.EVENTS + ": nothing of Penstock has run there yet.");
            }
            Map<TopicPartition, Long> begin = reader.beginnings(reader.partitions(Topics.EVENTS));
            LogFold fold = new LogFold(options.withTruncated(trimmed(begin))
                    .with(Part.DISPATCHES, Part.CALLS, Part.INTAKE, Part.IDLENESS));
            submissions.forEach(fold::submitted);
            IntakeTopics intake = new IntakeTopics(reader, fold, topics);
            eventsAndCalls(reader, fold, begin, topics);
            intake.readLimits();
            intake.readSubmissions();
            return fold.finish(dispatches(reader, fold, topics));
        }
    }

    private static Set<Integer> trimmed(Map<TopicPartition, Long> begin) {
        Set<Integer> trimmed = new HashSet<>();
        begin.forEach((partition, offset) -> {
            if (offset > 0) {
                trimmed.add(partition.partition());
            }
        });
        return trimmed;
    }

    private static void event(LogFold fold, ConsumerRecord<byte[], byte[]> r) {
        String key = r.key() == null ? null : new String(r.key(), StandardCharsets.UTF_8);
        try {
            fold.event(new LogEvent(
                    r.partition(), r.offset(), key, Event.parseFrom(r.value() == null ? new byte[0] : r.value())));
        } catch (InvalidProtocolBufferException e) {
            fold.unreadable(r.partition(), r.offset(), "the value is no event: " + e.getMessage());
        }
    }

    /**
     * Folds the events and then the records of calls, which are written before the events that book them. So calls may be ahead of the books, and where both do not
     * agree they are read on until they do: only what does not come right is a violation.
     */
    private static void eventsAndCalls(
            TopicReader reader, LogFold fold, Map<TopicPartition, Long> begin, Collection<String> topics)
            throws InterruptedException {
        Map<TopicPartition, Long> events = reader.read("events", begin, r -> event(fold, r));
        if (!topics.contains(Topics.LLM_CALLS)) {
            return;
        }
        Map<TopicPartition, Long> calls = reader.beginnings(reader.partitions(Topics.LLM_CALLS));
        if (calls.values().stream().anyMatch(offset -> offset > 0)) {
            fold.callsTrimmed();
        }
        calls = reader.read("calls", calls, r -> call(fold, r));
        Set<CallMatch.Doubt> lasting = fold.doubts();
        long deadline = System.nanoTime() + SETTLE.toNanos();
        while (!lasting.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
            events = reader.read("events", events, r -> event(fold, r));
            calls = reader.read("calls", calls, r -> call(fold, r));
            lasting.retainAll(fold.doubts());
        }
        fold.reportOnly(lasting);
    }

    private static void call(LogFold fold, ConsumerRecord<byte[], byte[]> r) {
        try {
            fold.call(new LogCall(
                    r.partition(), r.offset(), LlmCall.parseFrom(r.value() == null ? new byte[0] : r.value())));
        } catch (InvalidProtocolBufferException e) {
            fold.unreadable(r.partition(), r.offset(), "the value on " + r.topic() + " is no call: " + e.getMessage());
        }
    }

    /**
     * Folds the dispatch topics; returns those that retention has trimmed with the grant time of the oldest record left. A grant and its dispatch commit together, but
     * the dispatch may be hidden behind another transaction that is still open, perhaps until the broker ends it: so all that was written is waited for.
     */
    private static Map<String, Long> dispatches(TopicReader reader, LogFold fold, Collection<String> topics) {
        List<TopicPartition> partitions = topics.stream()
                .filter(t -> t.startsWith(Topics.PREFIX + "dispatch."))
                .flatMap(t -> reader.partitions(t).stream())
                .toList();
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> from = reader.beginnings(partitions);
        Map<TopicPartition, Long> oldest = new HashMap<>();
        from.forEach((partition, offset) -> {
            if (offset > 0) {
                oldest.put(partition, Long.MAX_VALUE);
            }
        });
        Set<TopicPartition> held =
                reader.readTo("dispatches", from, reader.written(partitions), r -> dispatch(fold, r, oldest));
        fold.dispatchesHeld(held.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<String, Long> trimmed = new HashMap<>();
        // The youngest of the partitions' oldest records bounds what retention may have taken of a topic.
        oldest.forEach((partition, at) -> trimmed.merge(partition.topic(), at, Math::max));
        return trimmed;
    }

    private static void dispatch(LogFold fold, ConsumerRecord<byte[], byte[]> r, Map<TopicPartition, Long> oldest) {
        try {
            Dispatch dispatch = Dispatch.parseFrom(r.value() == null ? new byte[0] : r.value());
            TopicPartition partition = new TopicPartition(r.topic(), r.partition());
            oldest.computeIfPresent(partition, (p, at) -> Math.min(at, dispatch.getGrantedAtMillis()));
            fold.dispatch(new LogDispatch(r.topic(), r.partition(), r.offset(), dispatch));
        } catch (InvalidProtocolBufferException e) {
            fold.unreadable(
                    r.partition(), r.offset(), "the value on " + r.topic() + " is no dispatch: " + e.getMessage());
        }
    }
}

package dev.penstock.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.ContentTypes;
import dev.penstock.schemas.TaskRequests;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What producers and operators wrote: the intake topics with the dead letters of them, and the limits of roles. */
final class IntakeTopics {
    private final TopicReader reader;
    private final LogFold fold;
    private final Collection<String> topics;
    private final Map<TopicPartition, Long> ends;

    /** Takes note of where intake topics end: what is submitted later is none of this audit's. */
    IntakeTopics(TopicReader reader, LogFold fold, Collection<String> topics) {
        this.reader = reader;
        this.fold = fold;
        this.topics = topics;
        List<TopicPartition> partitions = topics.stream()
                .filter(topic -> Topics.TASKS_PATTERN.matcher(topic).matches())
                .flatMap(topic -> reader.partitions(topic).stream())
                .toList();
        this.ends = partitions.isEmpty() ? Map.of() : reader.ends(partitions);
    }

    /**
     * Tells the fold which roles are limited, or were. Where compaction has taken any of it, nobody knows what was in force. To be asked once the events
     * were read, so that a limit that explains some of them is known.
     */
    void readLimits() {
        if (!topics.contains(Topics.ROLE_LIMITS)) {
            return;
        }
        Map<TopicPartition, Long> begin = reader.beginnings(reader.partitions(Topics.ROLE_LIMITS));
        long[] read = {0};
        Map<TopicPartition, Long> ends = reader.read("role limits", begin, r -> {
            read[0]++;
            if (r.key() != null) {
                fold.limited(new String(r.key(), StandardCharsets.UTF_8));
            }
        });
        long written = ends.values().stream().mapToLong(Long::longValue).sum();
        if (written > read[0]) {
            fold.limitsUnknown();
        }
    }

    /**
     * Folds dead letters, then the submissions that there were when the audit began: by then each has its outcome, except for those that had come in just
     * before.
     */
    void readSubmissions() {
        if (topics.contains(Topics.DLQ)) {
            Map<TopicPartition, Long> begin = reader.beginnings(reader.partitions(Topics.DLQ));
            if (begin.values().stream().anyMatch(offset -> offset > 0)) {
                fold.lettersTrimmed();
            }
            // Some may be hidden behind a transaction that is open.
            if (!reader.readTo("dead letters", begin, reader.written(begin.keySet()), this::letter)
                    .isEmpty()) {
                fold.lettersTrimmed();
            }
        }
        if (ends.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> begin = reader.beginnings(ends.keySet());
        begin.replaceAll((partition, offset) -> Math.min(offset, ends.getOrDefault(partition, offset)));
        reader.read("submissions", begin, ends, this::submission);
        Map<String, Map<Integer, IntakeRange>> ranges = new HashMap<>();
        ends.forEach((partition, end) -> ranges.computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                .put(partition.partition(), new IntakeRange(begin.getOrDefault(partition, 0L), end)));
        fold.intakeRead(ranges);
    }

    private void letter(ConsumerRecord<byte[], byte[]> r) {
        try {
            DeadLetter letter = DeadLetter.parseFrom(r.value() == null ? new byte[0] : r.value());
            if (Topics.intake(letter.getSource().getTopic()).isPresent()) {
                fold.letter(letter.getSource());
            }
        } catch (InvalidProtocolBufferException e) {
            fold.unreadable(
                    r.partition(), r.offset(), "the value on " + r.topic() + " is no dead letter: " + e.getMessage());
        }
    }

    private void submission(ConsumerRecord<byte[], byte[]> r) {
        Topics.intake(r.topic())
                .ifPresent(intake -> fold.intake(new LogIntake(
                        r.topic(),
                        r.partition(),
                        r.offset(),
                        TaskRequests.fromIntake(intake, r.key(), r.value(), contentType(r)))));
    }

    private static @Nullable String contentType(ConsumerRecord<byte[], byte[]> r) {
        Header header = r.headers().lastHeader(ContentTypes.HEADER);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}

package dev.penstock.workers;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.penstock.embedded.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything on a topic, as far as it is about a test's own tenant. */
final class TopicLog<T> implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Parser<T> parser;
    private final Predicate<T> mine;
    private final List<T> seen = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    TopicLog(String bootstrap, String topic, Parser<T> parser, Predicate<T> mine) {
        this.parser = parser;
        this.mine = mine;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Waits until what was seen has {@code count} members that match, and returns all that was seen. */
    List<T> await(String what, int count, Predicate<T> wanted) {
        Await.until(what, Duration.ofSeconds(30), () -> {
            read();
            return seen.stream().filter(wanted).count() >= count;
        });
        return List.copyOf(seen);
    }

    /** All that is there now. */
    List<T> now() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        Await.until("the end of the topic", Duration.ofSeconds(30), () -> {
            read();
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
        return List.copyOf(seen);
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            try {
                T value = parser.parseFrom(record.value());
                if (mine.test(value)) {
                    seen.add(value);
                    records.add(record);
                }
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
    }
}

package dev.penstock.chaos;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its start, committed values only, over the broker's absences. For one thread. */
final class Tail<T> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final Parser<T> parser;
    private final Consumer<T> sink;

    Tail(Settings settings, String topic, Parser<T> parser, Consumer<T> sink) {
        this.topic = topic;
        this.parser = parser;
        this.sink = sink;
        Map<String, Object> config =
                new HashMap<>(KafkaClients.consumer(settings, "penstock-chaos-" + topic, "penstock-chaos"));
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Collection<TopicPartition> all = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Hands on what has come, waiting a moment for it. */
    void poll() {
        consumer.poll(POLL).forEach(r -> accept(r.value()));
    }

    /** Reads to the present end; the broker must be there. */
    void readToEnd() {
        List<TopicPartition> all = List.copyOf(consumer.assignment());
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            poll();
        }
    }

    private void accept(byte[] value) {
        try {
            sink.accept(parser.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A record of " + topic + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package dev.penstock.workers.attempt;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.ProtoSerde;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which attempts the engine ended. Every worker reads all signals, from the end of the topic on: one that this process missed was for
 * an attempt that its lease ends anyway.
 */
public final class SignalListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalListener.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration JOIN = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<AttemptEnded> decoder =
            ProtoSerde.of(AttemptEnded.parser()).deserializer();
    private final Consumer<AttemptEnded> hearer;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker-signals").unstarted(this::run);
    private volatile boolean closing;

    public SignalListener(Settings settings, String clientId, Consumer<AttemptEnded> hearer) {
        Map<String, Object> config = KafkaClients.common(settings, clientId + "-signals");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.hearer = hearer;
    }

    /** Returns once every signal written from now on will be heard. */
    public void start() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.SIGNALS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.start();
    }

    /** Whether it listens. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (thread.isAlive() && !thread.join(JOIN)) {
                LOG.warn("The signal listener did not end within {}", JOIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            consumer.close();
        }
    }

    private void run() {
        while (!closing) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    hear(record);
                }
            } catch (WakeupException e) {
                // Closing.
            } catch (KafkaException e) {
                LOG.warn("Cannot read signals, trying again: {}", e.toString());
                pause();
            }
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        try {
            AttemptEnded signal = decoder.deserialize(record.topic(), record.value());
            if (signal != null) {
                hearer.accept(signal);
            }
        } catch (SerializationException e) {
            LOG.warn("Skipped the signal at offset {}: {}", record.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            closing = true;
        }
    }
}

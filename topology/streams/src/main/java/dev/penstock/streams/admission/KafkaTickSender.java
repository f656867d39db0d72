package dev.penstock.streams.admission;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Tick;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Ticks by a plain producer of their own: inside the engine's transaction they would hold back everything behind them on the slot until the
 * commit, and an aborted one would be lost.
 */
public final class KafkaTickSender implements TickSender, AutoCloseable {
    /** A tick is late long before this; the next one does its work. */
    private static final int MAX_BLOCK_MILLIS = 1_000;

    private static final int DELIVERY_TIMEOUT_MILLIS = 10_000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Producer<byte @Nullable [], byte[]> producer;

    public KafkaTickSender(Settings settings) {
        Map<String, Object> config = KafkaClients.producer(settings, "penstock-ticks");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void send(int slot, Runnable onFailure) {
        byte[] tick = Command.newBuilder()
                .setTick(Tick.newBuilder().setSlot(slot))
                .build()
                .toByteArray();
        try {
            producer.send(new ProducerRecord<>(Topics.COMMANDS, slot, null, tick), (metadata, failure) -> {
                if (failure != null) {
                    onFailure.run();
                }
            });
        } catch (KafkaException e) {
            // No metadata or memory in time: the slot just ticks later, and says so by its lag.
            onFailure.run();
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}

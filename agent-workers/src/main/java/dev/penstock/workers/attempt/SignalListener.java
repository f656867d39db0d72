package dev.penstock.workers.attempt;

import dev.penstock.runtime.Settings;
import dev.penstock.schemas.ProtoSerde;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.workers.log.TopicFollower;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which attempts the engine ended. Every worker reads all signals, from the end of the topic on: one that this process missed was for
 * an attempt that its lease ends anyway.
 */
public final class SignalListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalListener.class);

    private final Deserializer<AttemptEnded> decoder =
            ProtoSerde.of(AttemptEnded.parser()).deserializer();
    private final Consumer<AttemptEnded> hearer;
    private final TopicFollower follower;

    public SignalListener(Settings settings, String clientId, Consumer<AttemptEnded> hearer) {
        this.hearer = hearer;
        follower = new TopicFollower(settings, clientId, "signals", Topics.SIGNALS, this::hear);
    }

    /** Returns once every signal written from now on will be heard. */
    public void start() {
        follower.startAtEnd();
    }

    /** Whether it listens. */
    public boolean isAlive() {
        return follower.isAlive();
    }

    @Override
    public void close() {
        follower.close();
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
}

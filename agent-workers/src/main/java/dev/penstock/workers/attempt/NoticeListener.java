package dev.penstock.workers.attempt;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.ProtoSerde;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.workers.log.TopicFollower;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is told to all workers. Each reads the whole topic, from its end on: what this process missed was about an attempt that its lease
 * ends anyway.
 *
 * @param <T> what is told
 */
public final class NoticeListener<T extends MessageLite> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeListener.class);

    private final Deserializer<T> decoder;
    private final Consumer<T> hearer;
    private final TopicFollower follower;

    private NoticeListener(
            Settings settings, String clientId, String name, String topic, Parser<T> parser, Consumer<T> hearer) {
        this.decoder = ProtoSerde.of(parser).deserializer();
        this.hearer = hearer;
        follower = new TopicFollower(settings, clientId, name, topic, this::hear);
    }

    /** Of attempts that the engine has ended. */
    public static NoticeListener<AttemptEnded> ofEnds(
            Settings settings, String clientId, Consumer<AttemptEnded> hearer) {
        return new NoticeListener<>(settings, clientId, "signals", Topics.SIGNALS, AttemptEnded.parser(), hearer);
    }

    /** Of what is to be cancelled, which the engine may not have come to yet. */
    public static NoticeListener<CancelNotice> ofCancels(
            Settings settings, String clientId, Consumer<CancelNotice> hearer) {
        return new NoticeListener<>(settings, clientId, "cancels", Topics.CANCELS, CancelNotice.parser(), hearer);
    }

    /** Returns once everything that is written from now on will be heard. */
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
            T notice = decoder.deserialize(record.topic(), record.value());
            if (notice != null) {
                hearer.accept(notice);
            }
        } catch (SerializationException e) {
            LOG.warn("Skipped the record of {} at offset {}: {}", record.topic(), record.offset(), e.getMessage());
        }
    }
}

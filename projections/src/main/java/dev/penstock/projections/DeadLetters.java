package dev.penstock.projections;

import com.google.protobuf.ByteString;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Source;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a projection cannot read on {@link Topics#DLQ}. A batch that is tried again may put it there twice; its source tells. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Producer<byte[], byte[]> producer;

    DeadLetters(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Returns once it is durable.
     *
     * @throws KafkaException when it cannot be, for now
     */
    void send(ConsumerRecord<byte[], byte @Nullable []> record, String message) throws InterruptedException {
        LOG.warn("Dead-lettered {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), message);
        DeadLetter letter = letter(record, message);
        try {
            producer.send(new ProducerRecord<>(Topics.DLQ, null, record.key(), letter.toByteArray()))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot write a dead letter", e.getCause());
        }
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte @Nullable []> record, String message) {
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        DeadLetter.Builder letter = DeadLetter.newBuilder()
                .setSource(Source.newBuilder()
                        .setTopic(record.topic())
                        .setPartition(record.partition())
                        .setOffset(record.offset()))
                .setReason(DeadLetterReason.MALFORMED.code())
                .setMessage(message.substring(0, Math.min(message.length(), Limits.MAX_MESSAGE_CHARS)))
                .setAtMillis(System.currentTimeMillis());
        if (key != null) {
            letter.setKey(ByteString.copyFrom(key)).setTenant(tenant(key));
        }
        if (value != null) {
            letter.setValue(ByteString.copyFrom(value, 0, Math.min(value.length, Limits.MAX_DEAD_LETTER_BYTES)))
                    .setValueSize(value.length);
        }
        return letter.build();
    }

    private static String tenant(byte[] key) {
        return new String(key, 0, Math.min(key.length, Limits.MAX_TENANT_CHARS), StandardCharsets.UTF_8);
    }
}

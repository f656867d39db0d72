package dev.penstock.workers.log;

import com.google.protobuf.ByteString;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Source;
import dev.penstock.workers.dispatch.Delivery;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps what could not be taken in, with why. */
public final class DeadLetters {
    private final Outbox outbox;
    private final InstantSource clock;

    public DeadLetters(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    public CompletableFuture<Void> send(Delivery delivery, DeadLetterReason reason, String message) {
        byte @Nullable [] key = delivery.key();
        byte @Nullable [] value = delivery.value();
        DeadLetter.Builder letter = DeadLetter.newBuilder()
                .setSource(Source.newBuilder()
                        .setTopic(delivery.topic())
                        .setPartition(delivery.partition())
                        .setOffset(delivery.offset()))
                .setReason(reason.code())
                .setMessage(Messages.oneLine(message))
                .setAtMillis(clock.millis());
        if (key != null) {
            ByteString bytes = cut(key);
            letter.setKey(bytes);
            if (bytes.isValidUtf8()) {
                letter.setTenant(bytes.toStringUtf8());
            }
        }
        if (value != null) {
            letter.setValue(cut(value)).setValueSize(value.length);
        }
        return outbox.send(new ProducerRecord<>(Topics.DLQ, key, letter.build().toByteArray()));
    }

    private static ByteString cut(byte[] bytes) {
        return ByteString.copyFrom(bytes, 0, Math.min(bytes.length, Limits.MAX_DEAD_LETTER_BYTES));
    }
}

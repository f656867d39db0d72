package dev.penstock.workers.log;

import com.google.protobuf.MessageLite;
import dev.penstock.schemas.Slots;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The one producer of a worker process. Writes of a tenant keep their order. */
public final class Outbox implements AutoCloseable {
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final int slots;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    /**
     * @param slots partitions of the topics keyed by tenant
     */
    public Outbox(Producer<byte[], byte[]> producer, int slots) {
        this.producer = producer;
        this.slots = slots;
    }

    /** Writes to a topic keyed by tenant, in the tenant's slot. The future fails with a {@link KafkaException} when it could not be written. */
    public CompletableFuture<Void> send(String topic, String tenant, MessageLite value) {
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        return send(new ProducerRecord<>(topic, Slots.of(tenant, slots), key, value.toByteArray()));
    }

    /** As {@link #send(String, String, MessageLite)}; answers with the time that the record has on its topic, -1 where the broker does not tell. */
    CompletableFuture<Long> sendTimed(String topic, String tenant, MessageLite value) {
        AtomicLong at = new AtomicLong(-1);
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        return send(
                        new ProducerRecord<>(topic, Slots.of(tenant, slots), key, value.toByteArray()),
                        metadata -> at.set(metadata.timestamp()))
                .thenApply(done -> at.get());
    }

    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        return send(record, metadata -> {});
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record, Consumer<RecordMetadata> written) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    written.accept(metadata);
                }
                settle(done, failure);
            });
        } catch (KafkaException | IllegalStateException e) {
            // A full buffer, unreachable brokers, or a producer that is closed already.
            settle(done, e);
        }
        return done;
    }

    /**
     * Waits until a write is durable, and repeats it while it fails in a way that may pass.
     *
     * @param patience how long it is repeated
     * @return whether it is durable
     */
    public boolean untilDurable(Supplier<CompletableFuture<Void>> write, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                write.get().get();
                return true;
            } catch (ExecutionException e) {
                if (!mayPass(e.getCause()) || System.nanoTime() - deadline > 0) {
                    return false;
                }
                Thread.sleep(RETRY_PAUSE);
            }
        }
    }

    /** What a repeat cannot mend. After an outage even errors that Kafka calls fatal for a batch are gone with the next one. */
    private static boolean mayPass(@Nullable Throwable failure) {
        return failure instanceof KafkaException
                && !(failure instanceof RecordTooLargeException
                        || failure instanceof InvalidTopicException
                        || failure instanceof AuthorizationException
                        || failure instanceof AuthenticationException
                        || failure instanceof SerializationException);
    }

    /** Writes that failed since the last one that did not. */
    public int failuresInARow() {
        return failuresInARow.get();
    }

    /** Writes what it holds, within 10 s. */
    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }

    @SuppressWarnings("NullAway") // the producer passes null for a write that went well, and Void has no value but null
    private void settle(CompletableFuture<Void> done, Exception failure) {
        if (failure == null) {
            if (failuresInARow.get() != 0) {
                failuresInARow.set(0);
            }
            done.complete(null);
        } else {
            failuresInARow.incrementAndGet();
            done.completeExceptionally(failure);
        }
    }
}

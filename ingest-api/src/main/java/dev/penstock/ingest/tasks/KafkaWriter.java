package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.RareLog;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The API's one producer. A write is answered within {@link #LIMIT}, durable on all in-sync replicas, or else it is not known to be written. */
public final class KafkaWriter implements AutoCloseable {
    /** Longest wait for an acknowledgement. */
    static final Duration LIMIT = Duration.ofSeconds(6);

    private static final RareLog LOG = new RareLog(LoggerFactory.getLogger(KafkaWriter.class));
    private static final int RETRY_SECONDS = 2;

    private final KafkaProducer<byte[], byte[]> producer;

    public KafkaWriter(Settings settings) {
        Map<String, Object> config = KafkaClients.producer(settings, "penstock-api");
        // Waiting for metadata or room, then for delivery: together under LIMIT.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_500);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
        // Intake topics take a tenant's tasks on any partition: batches fill up, and one tenant's flood does not fill
        // one partition.
        config.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, true);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes {@code record}; completes with its acknowledgement. */
    public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(metadata);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /** Waits until {@code acknowledged}; ends with a problem when that fails or takes longer than {@link #LIMIT}. */
    public RecordMetadata await(CompletableFuture<RecordMetadata> acknowledged) {
        try {
            return acknowledged.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                throw new IllegalStateException("A request within its limits is too large for its topic", e);
            }
            throw unavailable(e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private static RuntimeException unavailable(@Nullable Throwable cause) {
        LOG.warn("Kafka did not acknowledge a record: {}", String.valueOf(cause));
        return Problem.unavailable(
                        "Kafka did not acknowledge the request in time. It may have been taken or not.", RETRY_SECONDS)
                .exception();
    }

    @Override
    public void close() {
        producer.close(LIMIT);
    }
}

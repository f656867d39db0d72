package dev.penstock.bench;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows {@code events} from where they stand now: how many tasks were accepted and ended, and how long each waited for its start. */
final class EventWatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private Latencies waits = new Latencies();
    private long accepted;
    private long succeeded;
    private long otherwiseEnded;
    private long configured;

    EventWatch(Settings settings) {
        Map<String, Object> config = KafkaClients.consumer(settings, "bench-watch", "bench-watch");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    /** Forgets what was counted; the position stays. */
    void reset() {
        accepted = 0;
        succeeded = 0;
        otherwiseEnded = 0;
        configured = 0;
        waits = new Latencies();
    }

    /** Polls until {@code count} tasks were accepted. */
    void awaitAccepted(long count, Duration limit) {
        await(() -> accepted >= count, limit, count, "accepted");
    }

    /** Polls until {@code count} tasks ended. */
    void awaitEnded(long count, Duration limit) {
        await(() -> ended() >= count, limit, count, "ended");
    }

    /** Polls until {@code count} tenant configurations came into force. */
    void awaitConfigured(long count, Duration limit) {
        await(() -> configured >= count, limit, count, "configured");
    }

    long ended() {
        return succeeded + otherwiseEnded;
    }

    long succeeded() {
        return succeeded;
    }

    Latencies waits() {
        return waits;
    }

    private void await(java.util.function.BooleanSupplier done, Duration limit, long count, String what) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("After %s only %,d tasks were accepted and %,d ended, not %,d %s"
                        .formatted(limit, accepted, ended(), count, what));
            }
            poll();
        }
    }

    private void poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                count(Event.parseFrom(record.value()));
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new IllegalStateException(
                        "A record of " + Topics.EVENTS + " is not an event: offset " + record.offset(), e);
            }
        }
    }

    private void count(Event event) {
        switch (event.getKindCase()) {
            case ACCEPTED -> accepted++;
            case STARTED -> {
                long submitted = SubmitTime.millis(event.getTask().getCampaign());
                if (submitted >= 0) {
                    waits.add(event.getAtMillis() - submitted);
                }
            }
            case CONFIGURED -> configured++;
            case SUCCEEDED -> succeeded++;
            case DEAD, CANCELLED, EXPIRED, REJECTED -> otherwiseEnded++;
            case DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    RESULT_REJECTED,
                    KIND_NOT_SET -> {
                // Neither an acceptance nor an end.
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

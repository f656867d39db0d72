package dev.penstock.workers.dispatch;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Dispatch records of one role through a share group: any worker can take any task, and workers scale past the partition count. */
public final class ShareGroupSource implements DispatchSource {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_WAIT = Duration.ofMillis(5);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final int batch;
    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private final @Nullable KafkaShareConsumer<byte[], byte[]> companion;

    /** What a source takes of its role's dispatches. */
    public enum Take {
        ALL("dispatch", List.of(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH)),
        URGENT("urgent", List.of(Tier.TIER_URGENT)),
        /** Where another source of the process takes the urgent ones. */
        NOT_URGENT("dispatch", List.of(Tier.TIER_NORMAL, Tier.TIER_BATCH));

        private final String client;
        private final List<Tier> tiers;

        Take(String client, List<Tier> tiers) {
            this.client = client;
            this.tiers = tiers;
        }

        private Set<String> topics(String role) {
            return tiers.stream().map(tier -> Topics.dispatch(role, tier)).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * Joins the role's group. Its topics must exist and the group be configured.
     *
     * @param common client settings, such as where the brokers are
     * @param batch the most records to hold at once
     * @param settlementFailures told when settlements of a partition did not reach the broker
     */
    public ShareGroupSource(
            Map<String, Object> common, String role, Take take, int batch, Consumer<Exception> settlementFailures) {
        this.batch = batch;
        consumer = open(common, role, take.client, batch);
        consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
            if (failure != null) {
                settlementFailures.accept(failure);
            }
        });
        consumer.subscribe(take.topics(role));
        companion = take == Take.ALL ? joined(open(common, role, "companion", 1)) : null;
    }

    @Override
    public int batch() {
        return batch;
    }

    /**
     * Waits in short steps. A transaction's end takes a place in the log like a record, so a consumer that asks for few records is often answered with
     * such ends alone; Kafka 4.2's client then asks again in the next call only, and would let the rest of a long one pass (measured with one record
     * at a time: every second call waited in vain until its limit, with a backlog at the broker).
     */
    @Override
    public List<Delivery> poll(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Duration wait = FIRST_WAIT;
        try {
            while (true) {
                List<Delivery> deliveries = pollOnce(wait);
                long left = end - System.nanoTime();
                if (!deliveries.isEmpty() || left <= 0) {
                    return deliveries;
                }
                wait = Collections.min(List.of(wait.multipliedBy(2), LONGEST_WAIT, Duration.ofNanos(left)));
            }
        } catch (WakeupException e) {
            return List.of();
        }
    }

    private List<Delivery> pollOnce(Duration wait) {
        List<Delivery> deliveries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            deliveries.add(new Delivery(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.deliveryCount().orElse((short) 1)));
        }
        return deliveries;
    }

    @Override
    public void settle(Delivery delivery, Delivery.Verdict verdict) {
        // The client's other form, by topic, partition and offset, takes only records that could not be read.
        consumer.acknowledge(
                new ConsumerRecord<>(
                        delivery.topic(), delivery.partition(), delivery.offset(), delivery.key(), delivery.value()),
                switch (verdict) {
                    case ACCEPT -> AcknowledgeType.ACCEPT;
                    case RELEASE -> AcknowledgeType.RELEASE;
                    case REJECT -> AcknowledgeType.REJECT;
                });
    }

    @Override
    public void commit() {
        consumer.commitAsync();
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try (companion) {
            consumer.close(CLOSE_LIMIT);
        }
    }

    /**
     * A second member, subscribed to a topic that workers do not take from this group. Kafka 4.2's assignor shares the partitions of a group
     * whose members subscribe alike out among them, so that of two workers one would be given the urgent topic and the other the batch topic.
     * In a group whose members differ it assigns topic by topic, and each worker is given all three tiers. Sources that take a part of the
     * tiers each differ already.
     */
    private static KafkaShareConsumer<byte[], byte[]> joined(KafkaShareConsumer<byte[], byte[]> companion) {
        companion.subscribe(Set.of(Topics.SIGNALS));
        // Joins; membership is then kept by the client's own thread. It is never polled again, so it takes nothing.
        companion.poll(Duration.ZERO);
        return companion;
    }

    private static KafkaShareConsumer<byte[], byte[]> open(
            Map<String, Object> common, String role, String use, int batch) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, ShareGroups.of(role));
        config.put(
                ConsumerConfig.CLIENT_ID_CONFIG, common.get(ConsumerConfig.CLIENT_ID_CONFIG) + "-" + role + "-" + use);
        config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
        // Half the requests of an idle worker; what arrives is answered at once all the same.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1_000);
        // A worker whose slots are all taken does not poll, for hours if need be, and stays a member.
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        return new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

package dev.penstock.projections;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.XAddParams;

/**
 * Appends events to their tenants' streams and wakes who waits for them. At least once is enough here: an entry's id is its event's sequence
 * number, so Redis itself refuses what it has.
 */
final class RedisTarget implements BatchTarget {
    private static final byte[] EVENT_FIELD = {'e'};
    private static final byte[] OFFSET_FIELD = {'o'};

    private final RedisConnection redis;
    private final GroupOffsets offsets;
    private final DeadLetters deadLetters;
    private final LoopMetrics metrics;
    private final KeyExpiry expiry;

    RedisTarget(
            URI url,
            Consumer<byte[], byte[]> consumer,
            DeadLetters deadLetters,
            LoopMetrics metrics,
            KeyExpiry expiry) {
        this.redis = new RedisConnection(url);
        this.offsets = new GroupOffsets(consumer);
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.expiry = expiry;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) {
        redis.renew();
        expiry.forget();
        return offsets.positions(partitions);
    }

    @Override
    public void write(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        Map<String, Long> woken = new LinkedHashMap<>();
        List<Response<byte[]>> added = new ArrayList<>(batch.size());
        try (Pipeline pipeline = redis.get().pipelined()) {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                try {
                    EventHead head = EventHead.of(record.value());
                    if (head.seq() > 0) {
                        added.add(add(pipeline, head, record));
                        woken.put(head.tenant(), head.seq());
                        if (!head.ended().isEmpty()) {
                            pipeline.publish(RedisKeys.outputWake(head.tenant(), head.ended()), "");
                        }
                    }
                } catch (MalformedRecordException e) {
                    deadLetters.send(record, String.valueOf(e.getMessage()));
                    metrics.deadLetter();
                }
            }
            woken.forEach((tenant, seq) -> {
                if (expiry.isDue(tenant)) {
                    pipeline.expire(RedisKeys.events(tenant), KeyExpiry.TTL.toSeconds());
                }
                pipeline.publish(RedisKeys.wake(tenant), Long.toString(seq));
            });
            pipeline.sync();
        }
        int skipped = RedisStreams.refused(added);
        metrics.rows(added.size() - skipped);
        metrics.skipped(skipped);
        offsets.commit(batch);
    }

    @Override
    public void close() {
        redis.close();
    }

    private static Response<byte[]> add(Pipeline pipeline, EventHead head, ConsumerRecord<byte[], byte[]> record) {
        return pipeline.xadd(
                RedisKeys.events(head.tenant()).getBytes(StandardCharsets.UTF_8),
                XAddParams.xAddParams()
                        .id(head.seq() + "-0")
                        .maxLen(RedisKeys.MAX_EVENTS)
                        .approximateTrimming(),
                Map.of(
                        EVENT_FIELD,
                        record.value(),
                        OFFSET_FIELD,
                        Long.toString(record.offset()).getBytes(StandardCharsets.US_ASCII)));
    }
}

package dev.penstock.projections;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;

/**
 * Appends events to their tenants' streams and wakes who waits for them. At least once is enough here: an entry's id is its event's sequence
 * number, so Redis itself refuses what it has.
 */
final class RedisTarget implements BatchTarget {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String DUPLICATE = "equal or smaller";
    private static final byte[] EVENT_FIELD = {'e'};
    private static final byte[] OFFSET_FIELD = {'o'};

    private final URI url;
    private final Consumer<byte[], byte[]> consumer;
    private final DeadLetters deadLetters;
    private final LoopMetrics metrics;
    private final KeyExpiry expiry;
    private @Nullable Jedis connection;

    RedisTarget(
            URI url,
            Consumer<byte[], byte[]> consumer,
            DeadLetters deadLetters,
            LoopMetrics metrics,
            KeyExpiry expiry) {
        this.url = url;
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.expiry = expiry;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) {
        disconnect();
        connect();
        Map<TopicPartition, Long> positions = new HashMap<>(consumer.beginningOffsets(partitions));
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(java.util.Set.copyOf(partitions));
        committed.forEach((partition, offset) -> {
            // A partition that was never committed comes without an offset.
            if (offset != null) {
                positions.merge(partition, offset.offset(), Math::max);
            }
        });
        return positions;
    }

    @Override
    public void write(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        Map<String, Long> woken = new LinkedHashMap<>();
        List<Response<byte[]>> added = new ArrayList<>(batch.size());
        try (Pipeline pipeline = connect().pipelined()) {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                try {
                    EventHead head = EventHead.of(record.value());
                    if (head.seq() > 0) {
                        added.add(add(pipeline, head, record));
                        woken.put(head.tenant(), head.seq());
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
        count(added);
        commit(batch);
    }

    @Override
    public void close() {
        disconnect();
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

    private void count(List<Response<byte[]>> added) {
        int skipped = 0;
        for (Response<byte[]> response : added) {
            try {
                response.get();
            } catch (JedisDataException e) {
                if (!String.valueOf(e.getMessage()).contains(DUPLICATE)) {
                    throw e;
                }
                skipped++;
            }
        }
        metrics.rows(added.size() - skipped);
        metrics.skipped(skipped);
    }

    /** Asynchronous: one that fails is made good by the next, and until then a restart only sends what Redis refuses. */
    private void commit(List<ConsumerRecord<byte[], byte[]>> batch) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        batch.forEach(record -> next.put(
                new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1)));
        consumer.commitAsync(next, null);
    }

    private Jedis connect() {
        Jedis open = connection;
        if (open == null) {
            open = new Jedis(
                    url,
                    DefaultJedisClientConfig.builder()
                            .connectionTimeoutMillis((int) TIMEOUT.toMillis())
                            .socketTimeoutMillis((int) TIMEOUT.toMillis())
                            .build());
            connection = open;
            expiry.forget();
        }
        return open;
    }

    private void disconnect() {
        Jedis open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}

package dev.penstock.projections;

import dev.penstock.schemas.v1.OutputChunk;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import redis.clients.jedis.params.XTrimParams;

/**
 * Keeps what a task's agent is making where those who watch find it, and wakes them. An entry's id is its piece's place in the task's order, so Redis itself
 * refuses what it has, and what comes of an attempt that another one has followed. Pieces that are void go as soon as their successor is there: what a task takes is
 * bounded by the largest output.
 */
final class OutputTarget implements BatchTarget {
    /** Life of a task's pieces after the latest one. */
    static final Duration TTL = Duration.ofMinutes(10);

    /** The same after an attempt's last piece: by then the output can be had elsewhere, or soon will be. */
    static final Duration ENDED_TTL = Duration.ofMinutes(1);

    private static final byte[] CHUNK_FIELD = {'c'};

    private final RedisConnection redis;
    private final GroupOffsets offsets;
    private final DeadLetters deadLetters;
    private final LoopMetrics metrics;

    OutputTarget(URI url, Consumer<byte[], byte[]> consumer, DeadLetters deadLetters, LoopMetrics metrics) {
        this.redis = new RedisConnection(url);
        this.offsets = new GroupOffsets(consumer);
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) {
        redis.renew();
        return offsets.positions(partitions);
    }

    private record Task(String tenant, String id) {}

    @Override
    public void write(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        Map<Task, OutputChunk> latest = new LinkedHashMap<>();
        List<Response<byte[]>> added = new ArrayList<>(batch.size());
        try (Pipeline pipeline = redis.get().pipelined()) {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                try {
                    OutputChunk chunk = Chunks.read(record);
                    added.add(add(pipeline, chunk, record.value()));
                    latest.put(new Task(chunk.getTenant(), chunk.getTaskId()), chunk);
                } catch (MalformedRecordException e) {
                    deadLetters.send(record, String.valueOf(e.getMessage()));
                    metrics.deadLetter();
                }
            }
            latest.forEach((task, chunk) -> {
                pipeline.expire(
                        RedisKeys.output(task.tenant(), task.id()), (chunk.getLast() ? ENDED_TTL : TTL).toSeconds());
                pipeline.publish(RedisKeys.outputWake(task.tenant(), task.id()), Integer.toString(chunk.getNumber()));
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

    private static Response<byte[]> add(Pipeline pipeline, OutputChunk chunk, byte[] value) {
        byte[] key = RedisKeys.output(chunk.getTenant(), chunk.getTaskId()).getBytes(StandardCharsets.UTF_8);
        String id = chunk.getGrantedAtMillis() + "-" + chunk.getNumber();
        Response<byte[]> added = pipeline.xadd(
                key,
                XAddParams.xAddParams().id(id).maxLen(RedisKeys.MAX_CHUNKS).approximateTrimming(),
                Map.of(CHUNK_FIELD, value));
        if (Chunks.begins(chunk)) {
            pipeline.xtrim(key, XTrimParams.xTrimParams().minId(id));
        }
        return added;
    }
}

package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.OutputChunk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamEntry;

class OutputTargetIntegrationTest {
    private final URI url = URI.create(EmbeddedStack.shared().redisUrl());
    private final String tenant = "t-" + UUID.randomUUID();
    private final String task = UUID.randomUUID().toString();
    private final String key = RedisKeys.output(tenant, task);
    private final MockProducer<byte[], byte[]> dlq =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private Jedis redis;
    private OutputTarget target;

    @BeforeEach
    void connect() {
        redis = new Jedis(url);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.assign(List.of(new TopicPartition(Topics.STREAM, 0)));
        target = new OutputTarget(
                url, consumer, new DeadLetters(dlq), new LoopMetrics(new SimpleMeterRegistry(), "redis_output"));
    }

    @AfterEach
    void disconnect() {
        target.close();
        redis.close();
    }

    @Test
    void shouldKeepPiecesInTheirOrderForAWhile() throws Exception {
        write(chunk(10, 1), chunk(10, 2));
        assertThat(ids()).containsExactly("10-1", "10-2");
        assertThat(redis.ttl(key)).isBetween(590L, OutputTarget.TTL.toSeconds());

        write(chunk(10, 3).setLast(true));
        assertThat(redis.ttl(key)).isBetween(50L, OutputTarget.ENDED_TTL.toSeconds());
    }

    @Test
    void shouldDropWhatIsVoid() throws Exception {
        write(chunk(10, 1), chunk(10, 2), chunk(10, 3).setRestarts(true), chunk(10, 4));
        assertThat(ids()).containsExactly("10-3", "10-4");

        write(chunk(20, 1));
        assertThat(ids()).containsExactly("20-1");
    }

    @Test
    void shouldRefuseWhatItHasAndWhatComesTooLate() throws Exception {
        write(chunk(20, 1), chunk(20, 2));
        write(chunk(10, 1), chunk(10, 5).setRestarts(true), chunk(20, 1), chunk(20, 2), chunk(20, 3));
        assertThat(ids()).containsExactly("20-1", "20-2", "20-3");
    }

    @Test
    void shouldDeadLetterWhatIsNoPiece() throws Exception {
        write(
                chunk(10, 0),
                chunk(10, 1).setTaskId("no-uuid"),
                chunk(10, 1).setText("x".repeat(Limits.MAX_CHUNK_BYTES + 1)),
                chunk(10, 1));
        assertThat(dlq.history()).hasSize(3);
        assertThat(ids()).containsExactly("10-1");
    }

    private List<String> ids() {
        return redis.xrange(key, "-", "+").stream()
                .map(StreamEntry::getID)
                .map(Object::toString)
                .toList();
    }

    private OutputChunk.Builder chunk(long grant, int number) {
        return OutputChunk.newBuilder()
                .setTenant(tenant)
                .setTaskId(task)
                .setAttempt(1)
                .setGrantedAtMillis(grant)
                .setNumber(number)
                .setText("a");
    }

    private void write(OutputChunk.Builder... chunks) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (OutputChunk.Builder chunk : chunks) {
            batch.add(new ConsumerRecord<>(
                    Topics.STREAM, 0, batch.size(), null, chunk.build().toByteArray()));
        }
        target.write(batch);
    }
}

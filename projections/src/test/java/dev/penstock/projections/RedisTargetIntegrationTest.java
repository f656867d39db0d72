package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisTargetIntegrationTest {
    private static final TopicPartition P0 = new TopicPartition(Topics.EVENTS, 0);

    private final URI url = URI.create(EmbeddedStack.shared().redisUrl());
    private final String tenant = "t-" + UUID.randomUUID();
    private final String key = "penstock:{" + tenant + "}:events";
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProducer<byte[], byte[]> dlq =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private Jedis redis;
    private RedisTarget target;

    @BeforeEach
    void connect() {
        redis = new Jedis(url);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.assign(List.of(P0));
        consumer.updateBeginningOffsets(Map.of(P0, 3L));
        target = new RedisTarget(
                url,
                consumer,
                new DeadLetters(dlq),
                new LoopMetrics(meters, "redis"),
                new KeyExpiry(InstantSource.system()));
    }

    @AfterEach
    void disconnect() {
        target.close();
        redis.close();
    }

    @Test
    void shouldStartAtTheBeginningWithoutACommit() {
        assertThat(target.positions(List.of(P0))).containsEntry(P0, 3L);
    }

    @Test
    void shouldAppendEachEventUnderItsSequenceNumber() throws Exception {
        List<Event> events =
                new Story(tenant, 0).accepted().granted(1).renewed(1).events();

        target.write(log(40, events));

        List<Entry> entries = entries();
        assertThat(entries).extracting(Entry::id).containsExactly("1-0", "2-0", "3-0");
        for (int i = 0; i < entries.size(); i++) {
            assertThat(Event.parseFrom(entries.get(i).field("e"))).isEqualTo(events.get(i));
            assertThat(new String(entries.get(i).field("o"), StandardCharsets.US_ASCII))
                    .isEqualTo(Integer.toString(40 + i));
        }
        assertThat(redis.ttl(key)).isBetween(KeyExpiry.TTL.toSeconds() - 60, KeyExpiry.TTL.toSeconds());
    }

    @Test
    void shouldSkipWhatRedisHas() throws Exception {
        List<Event> events =
                new Story(tenant, 0).accepted().granted(1).started(1, "w").events();
        target.write(log(0, events.subList(0, 2)));

        target.write(log(0, events));

        assertThat(entries()).extracting(Entry::id).containsExactly("1-0", "2-0", "3-0");
        assertThat(meters.counter("penstock.projection.skipped", "projection", "redis")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldGoOnAfterAFlush() throws Exception {
        List<Event> events =
                new Story(tenant, 0).accepted().granted(1).started(1, "w").events();
        target.write(log(0, events.subList(0, 2)));
        redis.del(key);

        target.write(log(2, events.subList(2, 3)));

        assertThat(entries()).extracting(Entry::id).containsExactly("3-0");
    }

    @Test
    void shouldNotBridgeEventsOfUnknownTenants() throws Exception {
        target.write(log(0, List.of(Event.newBuilder().setTenant(tenant).build())));

        assertThat(redis.exists(key)).isFalse();
    }

    @Test
    void shouldWakeATenantOnceABatch() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        JedisPubSub ear = new JedisPubSub() {
            @Override
            public void onMessage(String channel, String message) {
                heard.add(message);
            }
        };
        try (Jedis listener = new Jedis(url)) {
            Thread thread = Thread.ofVirtual().start(() -> listener.subscribe(ear, "penstock:{" + tenant + "}:wake"));
            Await.until("the subscription", Duration.ofSeconds(10), ear::isSubscribed);

            target.write(log(
                    0,
                    new Story(tenant, 0).accepted().granted(1).started(1, "w").events()));

            Await.until("the wake-up", Duration.ofSeconds(10), () -> heard.equals(List.of("3")));
            ear.unsubscribe();
            thread.join();
        }
    }

    @Test
    void shouldDeadLetterWhatIsNoEvent() throws Exception {
        target.write(List.of(new ConsumerRecord<>(Topics.EVENTS, 0, 0, null, new byte[] {1, 2, 3})));

        assertThat(dlq.history()).hasSize(1);
    }

    @Test
    void shouldFailOnAnythingElseThatRedisRefuses() {
        redis.set(key, "no stream");

        assertThatThrownBy(() ->
                        target.write(log(0, new Story(tenant, 0).accepted().events())))
                .isInstanceOf(JedisDataException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void shouldTrimAStream() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= 12_000; i++) {
            events.add(Event.newBuilder().setTenant(tenant).setSeq(i).build());
        }
        target.write(log(0, events));

        assertThat(redis.xlen(key)).isBetween(RedisKeys.MAX_EVENTS, RedisKeys.MAX_EVENTS + 500);
    }

    /** An entry of a stream: its id and its fields, binary. */
    private record Entry(String id, Map<String, byte[]> fields) {
        static Entry of(Object raw) {
            List<?> parts = (List<?>) raw;
            List<?> flat = (List<?>) parts.get(1);
            Map<String, byte[]> fields = new HashMap<>();
            for (int i = 0; i < flat.size(); i += 2) {
                fields.put(text(flat.get(i)), (byte[]) flat.get(i + 1));
            }
            return new Entry(text(parts.getFirst()), fields);
        }

        byte[] field(String name) {
            return Objects.requireNonNull(fields.get(name));
        }

        static String text(Object bytes) {
            return new String((byte[]) bytes, StandardCharsets.US_ASCII);
        }
    }

    private List<Entry> entries() {
        return redis.xrange(key.getBytes(StandardCharsets.UTF_8), new byte[] {'-'}, new byte[] {'+'}).stream()
                .map(Entry::of)
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> log(long from, List<Event> events) {
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        for (Event event : events) {
            log.add(new ConsumerRecord<>(Topics.EVENTS, 0, from + log.size(), null, event.toByteArray()));
        }
        return log;
    }
}

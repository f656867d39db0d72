package dev.penstock.ingest;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskGranted;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Plays the engine and the bridge for one tenant: writes its events to Kafka and, when told to, on to Redis. */
public final class FakeEngine implements AutoCloseable {
    private final String tenant;
    private final int slots;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RedisClient redis;
    private long seq;

    public FakeEngine(Settings settings, String tenant) {
        this.tenant = tenant;
        slots = settings.number(SettingNames.SLOTS, 12);
        producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "test-engine"), new ByteArraySerializer(), new ByteArraySerializer());
        redis = RedisClient.create(settings.text(SettingNames.REDIS_URL));
    }

    /** An event as written: what clients know as {@code <seq>-<offset>}. */
    public record Written(Event event, long offset) {
        public String id() {
            return event.getSeq() + "-" + offset;
        }
    }

    public RedisClient redis() {
        return redis;
    }

    /** Accepts a task: committed and bridged. */
    public Written accept(UUID task) {
        return bridge(commit(event(task).setAccepted(TaskAccepted.newBuilder().setMaxAttempts(3))));
    }

    public Written grant(UUID task) {
        return bridge(commit(event(task)
                .setGranted(TaskGranted.newBuilder().setAttempt(1).setCap(2).setLive(1))));
    }

    public Written succeed(UUID task, String output) {
        return bridge(commit(event(task)
                .setSucceeded(TaskSucceeded.newBuilder().setAttempt(1).setOutput(output))));
    }

    public Event.Builder event(UUID task) {
        TaskRef ref = TaskRef.newBuilder()
                .setTaskId(task.toString())
                .setRole("copywriter")
                .setTier(Tier.TIER_NORMAL)
                .build();
        return Event.newBuilder().setTenant(tenant).setTask(ref).setAtMillis(1_767_225_600_000L);
    }

    /** Gives {@code event} the tenant's next seq and writes it to Kafka only. */
    public Written commit(Event.Builder event) {
        Event next = event.setSeq(++seq).build();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.EVENTS, Slots.of(tenant, slots), tenant.getBytes(StandardCharsets.UTF_8), next.toByteArray());
        try {
            return new Written(next, producer.send(record).get().offset());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands a committed event on to Redis and wakes the readers. */
    public Written bridge(Written written) {
        Map<byte[], byte[]> fields =
                Map.of(ascii("e"), written.event().toByteArray(), ascii("o"), ascii(Long.toString(written.offset())));
        redis.xadd(
                ascii("penstock:{" + tenant + "}:events"),
                XAddParams.xAddParams().id(new StreamEntryID(written.event().getSeq(), 0)),
                fields);
        redis.publish("penstock:{" + tenant + "}:wake", "1");
        return written;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        producer.close();
        redis.close();
    }
}

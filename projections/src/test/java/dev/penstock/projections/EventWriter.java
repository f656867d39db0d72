package dev.penstock.projections;

import com.google.protobuf.MessageLite;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LlmCall;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes events as the engine does: in transactions, each tenant on its slot. */
final class EventWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final int slots;

    EventWriter(Settings settings) {
        Map<String, Object> config = new HashMap<>(KafkaClients.producer(settings, "test-writer"));
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test-writer-" + UUID.randomUUID());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        slots = settings.number(SettingNames.SLOTS, Slots.LOCAL_DEFAULT);
    }

    void commit(List<Event> events) {
        producer.beginTransaction();
        events.forEach(event -> send(Topics.EVENTS, event.getTenant(), event));
        producer.commitTransaction();
    }

    void abort(List<Event> events) {
        producer.beginTransaction();
        events.forEach(event -> send(Topics.EVENTS, event.getTenant(), event));
        producer.flush();
        producer.abortTransaction();
    }

    void commitCalls(List<LlmCall> calls) {
        producer.beginTransaction();
        calls.forEach(call -> send(Topics.LLM_CALLS, call.getTenant(), call));
        producer.commitTransaction();
    }

    void commitRaw(String tenant, byte[] value) {
        producer.beginTransaction();
        producer.send(record(Topics.EVENTS, tenant, value));
        producer.commitTransaction();
    }

    private void send(String topic, String tenant, MessageLite value) {
        producer.send(record(topic, tenant, value.toByteArray()));
    }

    private ProducerRecord<byte[], byte[]> record(String topic, String tenant, byte[] value) {
        return new ProducerRecord<>(topic, Slots.of(tenant, slots), tenant.getBytes(StandardCharsets.UTF_8), value);
    }

    @Override
    public void close() {
        producer.close();
    }
}

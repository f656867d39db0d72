package dev.penstock.bench;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Pours tasks into the intake topics as a direct Kafka producer does. The campaign of each names its submission time. */
final class LoadGenerator implements AutoCloseable {
    private static final Header PROTOBUF =
            new RecordHeader("content-type", "application/x-protobuf".getBytes(StandardCharsets.US_ASCII));
    private static final String INPUT = "Write one line about the new sourdough, for the shop window.";

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<String> tenants;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    LoadGenerator(Settings settings, List<String> tenants) {
        Map<String, Object> config = KafkaClients.producer(settings, "bench-load");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.tenants = List.copyOf(tenants);
    }

    /** Submits {@code count} tasks, spread evenly over tenants, roles and tiers, and returns when the broker has all of them. */
    void submit(int count) throws Exception {
        List<Tier> tiers = Topics.tiers();
        for (int i = 0; i < count; i++) {
            String tenant = tenants.get(i % tenants.size());
            String role = Roles.STANDARD.get(i / tenants.size() % Roles.STANDARD.size());
            Tier tier = tiers.get(i % tiers.size());
            TaskRequest request = TaskRequest.newBuilder()
                    .setTenant(tenant)
                    .setRole(role)
                    .setTier(tier)
                    .setInput(INPUT)
                    .setCampaign(SubmitTime.campaign(System.currentTimeMillis()))
                    .build();
            send(new ProducerRecord<>(
                    Topics.tasks(role, tier),
                    null,
                    tenant.getBytes(StandardCharsets.UTF_8),
                    request.toByteArray(),
                    List.of(PROTOBUF)));
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("A submission was not acknowledged by the broker", failed);
        }
    }

    private void send(ProducerRecord<byte[], byte[]> task) {
        producer.send(task, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
    }
}

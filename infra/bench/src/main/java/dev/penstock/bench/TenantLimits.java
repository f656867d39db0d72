package dev.penstock.bench;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes the bench tenants' configurations, the same cap in every lane. */
final class TenantLimits implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<String> tenants;
    private long version = System.currentTimeMillis();

    TenantLimits(Settings settings, List<String> tenants) {
        this.producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "bench-limits"), new ByteArraySerializer(), new ByteArraySerializer());
        this.tenants = List.copyOf(tenants);
    }

    /** Gives every tenant {@code cap} in each standard role. */
    void cap(int cap) {
        version++;
        for (String tenant : tenants) {
            TenantConfig.Builder config = TenantConfig.newBuilder()
                    .setTenant(tenant)
                    .setPlan("enterprise")
                    .setVersion(version);
            for (String role : Roles.STANDARD) {
                config.addAllocations(
                        Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(cap));
            }
            producer.send(new ProducerRecord<>(
                    Topics.TENANT_CONFIG,
                    tenant.getBytes(StandardCharsets.UTF_8),
                    config.build().toByteArray()));
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}

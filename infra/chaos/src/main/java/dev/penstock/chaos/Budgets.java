package dev.penstock.chaos;

import dev.penstock.local.LocalTenant;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Gives each tenant a month's budget that is more than its tasks can cost, so that money is reserved and settled and no task waits for the next month. */
final class Budgets {
    /** In micro-dollars: a hundredth of it would do. */
    static final long MICROS = 5_000_000_000L;

    private static final long VERSION = 2;

    private Budgets() {}

    /** @param runtimeUrl where tenants' own runtimes are */
    static void set(Settings settings, String runtimeUrl) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "penstock-chaos-budgets"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (LocalTenant tenant : Work.TENANTS) {
                producer.send(new ProducerRecord<>(
                        Topics.TENANT_CONFIG,
                        tenant.name().getBytes(StandardCharsets.UTF_8),
                        tenant.config(VERSION, runtimeUrl).toBuilder()
                                .setMonthlyBudgetMicros(MICROS)
                                .setMaxBacklog(ChaosOptions.MAX_TASKS)
                                .build()
                                .toByteArray()));
            }
            producer.flush();
        }
    }
}

package dev.penstock.chaos;

import dev.penstock.local.LocalTenant;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tenants whose caps together are a tenth above the executions that are wanted at once, each with twice the tasks that its cap lets run: so
 * every cap is pressed upon all the time, and the executions come about only if the workers can hold them.
 *
 * @param lanes tenants, all with the one role
 * @param cap tasks of each at once
 */
record Crowd(int lanes, int cap, int callMillis) {
    static final String ROLE = Roles.COPYWRITER;
    private static final int PER_LANE = 50;
    private static final int WAVES = 2;
    private static final long VERSION = 2;

    static Crowd of(WorkerOptions options) {
        int lanes = Math.max(2, options.executions() / PER_LANE);
        int cap = (options.executions() * 11 + lanes * 10 - 1) / (lanes * 10);
        return new Crowd(lanes, cap, Math.toIntExact(options.call().toMillis()));
    }

    List<LocalTenant> tenants() {
        return IntStream.range(0, lanes)
                .mapToObj(i -> new LocalTenant(name(i), LocalTenant.Plan.ENTERPRISE))
                .toList();
    }

    int tasks() {
        return WAVES * lanes * cap;
    }

    /** The tenants' tasks in turn, of all tiers. Their calls take from half the longest time to all of it. */
    List<Work> works() {
        List<Work> all = new ArrayList<>();
        for (int i = 0; i < tasks(); i++) {
            int tier = i / lanes % 10;
            int millis = callMillis / 2 + (int) ((i * 7919L) % (callMillis / 2 + 1));
            all.add(new Work(
                    name(i % lanes),
                    ROLE,
                    tier < 2 ? "urgent" : tier < 8 ? "normal" : "batch",
                    "crowd-" + i,
                    "[[sim:latency=" + millis + "ms]] Write two lines about product number " + i + ".",
                    false));
        }
        return all;
    }

    /** Gives the tenants their caps. */
    void configure(Settings settings) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "penstock-crowd"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (LocalTenant tenant : tenants()) {
                producer.send(new ProducerRecord<>(
                        Topics.TENANT_CONFIG,
                        tenant.name().getBytes(StandardCharsets.UTF_8),
                        tenant.config(VERSION).toBuilder()
                                .setMonthlyBudgetMicros(Budgets.MICROS)
                                .setMaxBacklog(ChaosOptions.MAX_TASKS)
                                .clearAllocations()
                                .addAllocations(Allocation.newBuilder()
                                        .setRole(ROLE)
                                        .setEnabled(true)
                                        .setMaxConcurrent(cap))
                                .build()
                                .toByteArray()));
            }
            producer.flush();
        }
    }

    private static String name(int index) {
        return String.format(Locale.ROOT, "crowd-%03d", index);
    }
}

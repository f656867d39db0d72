package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock what-if} over a real broker's command log. */
class WhatIfCommandIntegrationTest {
    private final String tenant = "what-if-" + UUID.randomUUID();
    private static final String ROLE = "copywriter";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int whatIf(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "what-if";
        all[1] = "--kafka";
        all[2] = EmbeddedStack.shared().kafkaBootstrap();
        System.arraycopy(args, 0, all, 3, args.length);
        return Penstock.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private Command.Builder command() {
        return Command.newBuilder().setTenant(tenant);
    }

    private Command submit(UUID id) {
        return command()
                .setSubmit(SubmitTask.newBuilder()
                        .setTaskId(id.toString())
                        .setRole(ROLE)
                        .setTier(Tier.TIER_NORMAL)
                        .setInput("text")
                        .setRequestHash(ByteString.copyFrom(new byte[32])))
                .build();
    }

    private Command start(UUID id) {
        return command()
                .setStart(StartAttempt.newBuilder()
                        .setTaskId(id.toString())
                        .setAttempt(1)
                        .setWorkerId("w"))
                .build();
    }

    private Command finish(UUID id) {
        return command()
                .setFinish(FinishAttempt.newBuilder()
                        .setTaskId(id.toString())
                        .setAttempt(1)
                        .setWorkerId("w")
                        .setUsage(Usage.newBuilder().setCostMicros(700))
                        .setSuccess(Success.newBuilder().setOutput("text")))
                .build();
    }

    private TenantConfig config() {
        return TenantConfig.newBuilder()
                .setTenant(tenant)
                .setPlan("free")
                .setVersion(1)
                .addAllocations(
                        Allocation.newBuilder().setRole(ROLE).setEnabled(true).setMaxConcurrent(1))
                .build();
    }

    private int slot() {
        return Slots.of(tenant, EmbeddedStack.SLOTS);
    }

    private ProducerRecord<byte[], byte[]> record(String topic, int partition, byte[] value) {
        return new ProducerRecord<>(topic, partition, tenant.getBytes(StandardCharsets.UTF_8), value);
    }

    /** Two tasks, one after the other under a cap of 1, and something that is no command; returns the offset of the configuration. */
    private long write() throws Exception {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] configure = command().setConfigure(config()).build().toByteArray();
            long offset = producer.send(record(Topics.COMMANDS, slot(), configure))
                    .get()
                    .offset();
            for (Command command : List.of(
                    submit(first), submit(second), start(first), finish(first), start(second), finish(second))) {
                producer.send(record(Topics.COMMANDS, slot(), command.toByteArray()));
            }
            producer.send(record(Topics.COMMANDS, slot(), "no command".getBytes(StandardCharsets.UTF_8)));
            producer.send(record(Topics.TENANT_CONFIG, 0, config().toByteArray()));
            return offset;
        }
    }

    private static Map<String, Object> kafka() {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                EmbeddedStack.shared().kafkaBootstrap());
    }

    private JsonNode figures(JsonNode report) {
        return report.path("tenants")
                .valueStream()
                .filter(node -> node.path("tenant").asString("").equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldTakeConfigurationsFromTheirTopicWhereTheLogsBeginningIsGone(@TempDir Path dir) throws Exception {
        EmbeddedStack.shared().createTopics();
        long configured = write();
        try (Admin admin = Admin.create(kafka())) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topics.COMMANDS, slot()), RecordsToDelete.beforeOffset(configured + 1)))
                    .all()
                    .get();
        }
        Path report = dir.resolve("report.json");
        assertThat(whatIf("--report", report.toString())).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("The log's beginning is gone");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        assertThat(json.path("logTruncated").asBoolean()).isTrue();
        assertThat(json.path("configurationsFromElsewhere").asInt()).isPositive();
        assertThat(figures(json).path("recorded").path("succeeded").asInt()).isEqualTo(2);
    }

    @Test
    void shouldReadTheLogAndCompare(@TempDir Path dir) throws Exception {
        EmbeddedStack.shared().createTopics();
        write();
        Path policy = dir.resolve("raise.policy");
        Files.writeString(policy, "# twice as many\ntenant." + tenant + ".role." + ROLE + ".cap = x2\n");
        Path report = dir.resolve("report.json");
        int code = whatIf("--policy", policy.toString(), "--report", report.toString(), "--workers", "*=unlimited");
        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("recorded", "what if", "cost USD", "changes 1", tenant + "/" + ROLE);
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        JsonNode figures = figures(json);
        assertThat(figures.path("recorded").path("succeeded").asInt()).isEqualTo(2);
        assertThat(figures.path("recorded").path("costMicroDollars").asInt()).isEqualTo(1_400);
        assertThat(json.path("unreadable").asInt()).isPositive();
        assertThat(json.path("lanes")
                        .valueStream()
                        .filter(node -> node.path("tenant").asString("").equals(tenant))
                        .map(node -> node.path("whatIf").path("cap").asInt()))
                .containsExactly(2);
    }

    @Test
    void shouldSayThatALaterStartFindsNothing() throws Exception {
        EmbeddedStack.shared().createTopics();
        write();
        assertThat(whatIf("--since", "2999-01-01T00:00:00Z")).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString()).contains("before the time asked for: choose an earlier start");
    }
}

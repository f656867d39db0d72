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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
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

    /** Two tasks, one after the other under a cap of 1. */
    private void write(int slots) {
        TenantConfig config = TenantConfig.newBuilder()
                .setTenant(tenant)
                .setPlan("free")
                .setVersion(1)
                .addAllocations(
                        Allocation.newBuilder().setRole(ROLE).setEnabled(true).setMaxConcurrent(1))
                .build();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        EmbeddedStack.shared().kafkaBootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Command command : new Command[] {
                command().setConfigure(config).build(),
                submit(first),
                submit(second),
                start(first),
                finish(first),
                start(second),
                finish(second)
            }) {
                producer.send(new ProducerRecord<>(
                        Topics.COMMANDS,
                        Slots.of(tenant, slots),
                        tenant.getBytes(StandardCharsets.UTF_8),
                        command.toByteArray()));
            }
            producer.send(new ProducerRecord<>(
                    Topics.COMMANDS, Slots.of(tenant, slots), null, "no command".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void shouldReadTheLogAndCompare(@TempDir Path dir) throws IOException {
        EmbeddedStack.shared().createTopics();
        write(EmbeddedStack.SLOTS);
        Path policy = dir.resolve("raise.policy");
        Files.writeString(policy, "# twice as many\ntenant." + tenant + ".role." + ROLE + ".cap = x2\n");
        Path report = dir.resolve("report.json");
        int code = whatIf("--policy", policy.toString(), "--report", report.toString(), "--workers", "*=unlimited");
        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("recorded", "what if", "cost USD", "changes 1", tenant + "/" + ROLE);
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        JsonNode figures = json.path("tenants")
                .valueStream()
                .filter(node -> node.path("tenant").asString("").equals(tenant))
                .findFirst()
                .orElseThrow();
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
    void shouldSayThatALaterStartFindsNothing() {
        EmbeddedStack.shared().createTopics();
        write(EmbeddedStack.SLOTS);
        assertThat(whatIf("--since", "2999-01-01T00:00:00Z")).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString()).contains("before the time asked for: choose an earlier start");
    }
}

package dev.penstock.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.ContentTypes;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.RequestHash;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.streams.TenantPartitioner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTopologyTest {
    private static final int SLOTS = 4;
    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");
    private static final String COPY = Topics.tasks("copywriter", Tier.TIER_NORMAL);
    private static final String MINIMAL = "{\"tenant\":\"acme\",\"input\":\"Write a tagline\"}";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], byte[]> commands;
    private TestOutputTopic<byte[], byte[]> dlq;

    @BeforeEach
    void start() {
        IntakeMetrics counters = new IntakeMetrics(metrics);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "intake-test");
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterBugs.class);
        config.put(DeadLetterBugs.METRICS, counters);
        driver = new TopologyTestDriver(IntakeTopology.build(SLOTS, false, counters), config, NOW);
        commands = driver.createOutputTopic(Topics.COMMANDS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        dlq = driver.createOutputTopic(Topics.DLQ, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldTurnAJsonTaskIntoASubmission() throws Exception {
        send(COPY, "acme", MINIMAL, null);

        TestRecord<byte[], byte[]> record = commands.readRecord();
        SubmitTask submit = Command.parseFrom(record.value()).getSubmit();
        assertThat(record.key()).isEqualTo(bytes("acme"));
        assertThat(submit.getTaskId())
                .isEqualTo(TaskIds.fromOffset("acme", COPY, 0, 0).toString());
        assertThat(submit.getRole()).isEqualTo("copywriter");
        assertThat(submit.getTier()).isEqualTo(Tier.TIER_NORMAL);
        assertThat(submit.getInput()).isEqualTo("Write a tagline");
        assertThat(submit.getSource().getTopic()).isEqualTo(COPY);
        assertThat(dlq.isEmpty()).isTrue();
    }

    @Test
    void shouldNameTheSameTaskForTheSameKeyWhateverItsForm() throws Exception {
        TaskRequest request = TaskRequest.newBuilder()
                .setTenant("acme")
                .setInput("Write")
                .setIdempotencyKey("k-1")
                .build();
        send(COPY, "acme", "{\"tenant\":\"acme\",\"input\":\"Write\",\"idempotencyKey\":\"k-1\"}", "application/json");
        send(COPY, bytes("acme"), request.toByteArray(), ContentTypes.PROTOBUF);

        SubmitTask first = Command.parseFrom(commands.readValue()).getSubmit();
        SubmitTask second = Command.parseFrom(commands.readValue()).getSubmit();
        assertThat(first.getTaskId())
                .isEqualTo(second.getTaskId())
                .isEqualTo(TaskIds.fromKey("acme", "k-1").toString());
        assertThat(first.getRequestHash())
                .isEqualTo(second.getRequestHash())
                .isEqualTo(RequestHash.of(request.toBuilder()
                        .setRole("copywriter")
                        .setTier(Tier.TIER_NORMAL)
                        .build()));
    }

    @Test
    void shouldPickUpATopicOfACustomRole() throws Exception {
        send(Topics.tasks("game-tester", Tier.TIER_URGENT), "acme", MINIMAL, null);

        SubmitTask submit = Command.parseFrom(commands.readValue()).getSubmit();
        assertThat(submit.getRole()).isEqualTo("game-tester");
        assertThat(submit.getTier()).isEqualTo(Tier.TIER_URGENT);
    }

    @Test
    void shouldKeepTheTraceThatASubmissionBelongsTo() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes(trace));
        input(COPY).pipeInput(new TestRecord<>(bytes("acme"), bytes(MINIMAL), headers, NOW));
        RecordHeaders forged = new RecordHeaders();
        forged.add("traceparent", bytes("00-<script>"));
        input(COPY).pipeInput(new TestRecord<>(bytes("acme"), bytes(MINIMAL), forged, NOW));

        assertThat(Command.parseFrom(commands.readValue()).getSubmit().getTraceparent())
                .isEqualTo(trace);
        assertThat(Command.parseFrom(commands.readValue()).getSubmit().getTraceparent())
                .isEmpty();
    }

    static Stream<Arguments> poison() {
        return Stream.of(
                Arguments.of("malformed", "acme", bytes("not json"), null),
                Arguments.of("malformed", "acme", bytes("{\"tenant\":\"acme\",\"input\":7}"), null),
                Arguments.of("malformed", "acme", bytes("{\"tenant\":\"acme\",\"input\":\"x\",\"surprise\":1}"), null),
                Arguments.of("malformed", "acme", new byte[] {(byte) 0xff, 1, 2}, ContentTypes.PROTOBUF),
                Arguments.of("malformed", "acme", bytes("[".repeat(100_000)), null),
                Arguments.of("invalid", "acme", bytes("{\"tenant\":\"acme\"}"), null),
                Arguments.of("invalid", "other", bytes(MINIMAL), null),
                Arguments.of(
                        "invalid", "acme", bytes("{\"tenant\":\"acme\",\"input\":\"x\",\"maxAttempts\":99}"), null),
                Arguments.of("null_key", null, bytes(MINIMAL), null),
                Arguments.of("null_value", "acme", null, null),
                Arguments.of("unsupported_content_type", "acme", bytes("<task/>"), "application/xml"),
                Arguments.of(
                        "topic_mismatch",
                        "acme",
                        bytes("{\"tenant\":\"acme\",\"input\":\"x\",\"role\":\"seo-specialist\"}"),
                        null),
                Arguments.of(
                        "topic_mismatch",
                        "acme",
                        bytes("{\"tenant\":\"acme\",\"input\":\"x\",\"tier\":\"urgent\"}"),
                        null),
                Arguments.of("too_large", "acme", new byte[10 << 20], null));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void shouldDeadLetterWhatIsNoTask(String reason, String key, byte[] value, String contentType) throws Exception {
        send(COPY, key == null ? null : bytes(key), value, contentType);
        send(COPY, "acme", MINIMAL, null);

        DeadLetter letter = DeadLetter.parseFrom(dlq.readValue());
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getMessage()).isNotEmpty();
        assertThat(letter.getSource().getTopic()).isEqualTo(COPY);
        assertThat(letter.getSource().getOffset()).isZero();
        assertThat(letter.getTenant()).isEqualTo(key == null ? "" : key);
        assertThat(letter.getValueSize()).isEqualTo(value == null ? 0 : value.length);
        assertThat(letter.getValue().size())
                .isEqualTo(value == null ? 0 : Math.min(value.length, Limits.MAX_DEAD_LETTER_BYTES));
        assertThat(metrics.get("penstock.intake.dead.letters")
                        .tag("reason", reason)
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(Command.parseFrom(commands.readValue()).hasSubmit()).isTrue();
        assertThat(commands.isEmpty()).isTrue();
        assertThat(dlq.isEmpty()).isTrue();
    }

    @Test
    void shouldSendEachTenantToItsOwnSlot() {
        TenantPartitioner partitioner = new TenantPartitioner(SLOTS);
        for (int i = 0; i < 100; i++) {
            String tenant = "tenant-" + i;
            assertThat(partitioner.partitions(Topics.COMMANDS, bytes(tenant), new byte[0], SLOTS))
                    .contains(Set.of(Slots.of(tenant, SLOTS)));
        }
    }

    @Test
    void shouldPassATenantsConfigurationOn() throws Exception {
        TenantConfig config = config().build();
        sendConfig("acme", config.toByteArray());

        Command command = Command.parseFrom(commands.readValue());
        assertThat(command.getTenant()).isEqualTo("acme");
        assertThat(command.getConfigure()).isEqualTo(config);
    }

    @Test
    void shouldTakeATenantsOwnRuntime() throws Exception {
        sendConfig("acme", adapter("webhook", "https://agents.acme.example/run"));

        assertThat(Command.parseFrom(commands.readValue())
                        .getConfigure()
                        .getAllocations(0)
                        .getAdapterOverride())
                .isEqualTo("webhook");
    }

    @Test
    void shouldTakeATombstoneForTheEndOfATenant() throws Exception {
        sendConfig("acme", null);

        TenantConfig config = Command.parseFrom(commands.readValue()).getConfigure();
        assertThat(config.getDeleted()).isTrue();
        assertThat(config.getVersion()).isEqualTo(Long.MAX_VALUE);
    }

    static Stream<Arguments> badConfigurations() {
        return Stream.of(
                Arguments.of("null_key", null, config().build().toByteArray()),
                Arguments.of("malformed", "acme", bytes("not protobuf")),
                Arguments.of("invalid", "other", config().build().toByteArray()),
                Arguments.of("invalid", "No Tenant", null),
                Arguments.of("invalid", "acme", config().setVersion(0).build().toByteArray()),
                Arguments.of(
                        "invalid", "acme", config().setMaxBacklog(-1).build().toByteArray()),
                Arguments.of(
                        "invalid", "acme", config().setWeight(1_001).build().toByteArray()),
                Arguments.of(
                        "invalid", "acme", config().setMaxConcurrent(-1).build().toByteArray()),
                Arguments.of(
                        "invalid",
                        "acme",
                        config().setMonthlyBudgetMicros(-1).build().toByteArray()),
                Arguments.of("invalid", "acme", config().setFlowValue(9).build().toByteArray()),
                Arguments.of(
                        "invalid",
                        "acme",
                        config().setTokensPerMinute(-1).build().toByteArray()),
                Arguments.of("invalid", "acme", adapter("gemini", "")),
                Arguments.of("invalid", "acme", adapter("webhook", "")),
                Arguments.of("invalid", "acme", adapter("webhook", "http://agents.acme.example/run")),
                Arguments.of("invalid", "acme", adapter("openai", "https://agents.acme.example/run")),
                Arguments.of("invalid", "acme", allocated("Copy Writer", 1).toByteArray()),
                Arguments.of("invalid", "acme", allocated("copywriter", -1).toByteArray()),
                Arguments.of("invalid", "acme", allocated("copywriter", 1, 2).toByteArray()),
                Arguments.of(
                        "invalid", "acme", allocated("copywriter", new int[101]).toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("badConfigurations")
    void shouldDeadLetterWhatIsNoConfiguration(String reason, String key, byte[] value) throws Exception {
        sendConfig(key, value);

        assertThat(DeadLetter.parseFrom(dlq.readValue()).getReason()).isEqualTo(reason);
        assertThat(commands.isEmpty()).isTrue();
    }

    @Test
    void shouldPassARolesLimitsOn() throws Exception {
        RoleLimits limits = RoleLimits.newBuilder()
                .setRole("copywriter")
                .setVersion(2)
                .setMaxConcurrent(24)
                .build();
        send(Topics.ROLE_LIMITS, bytes("copywriter"), limits.toByteArray(), null);

        Command command = Command.parseFrom(commands.readValue());
        assertThat(command.getTenant()).isEmpty();
        assertThat(command.getLimitRole()).isEqualTo(limits);
    }

    static Stream<Arguments> badLimits() {
        RoleLimits.Builder good = RoleLimits.newBuilder().setRole("copywriter").setVersion(1);
        return Stream.of(
                Arguments.of("null_key", null, good.build().toByteArray()),
                Arguments.of("null_value", "copywriter", null),
                Arguments.of("malformed", "copywriter", bytes("not protobuf")),
                Arguments.of("invalid", "seo-specialist", good.build().toByteArray()),
                Arguments.of(
                        "invalid",
                        "copywriter",
                        good.clone().setVersion(0).build().toByteArray()),
                Arguments.of(
                        "invalid",
                        "copywriter",
                        good.clone().setFlowValue(9).build().toByteArray()),
                Arguments.of(
                        "invalid",
                        "copywriter",
                        good.clone().setMaxConcurrent(-1).build().toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("badLimits")
    void shouldDeadLetterWhatAreNoLimits(String reason, String key, byte[] value) throws Exception {
        send(Topics.ROLE_LIMITS, key == null ? null : bytes(key), value, null);

        assertThat(DeadLetter.parseFrom(dlq.readValue()).getReason()).isEqualTo(reason);
        assertThat(commands.isEmpty()).isTrue();
    }

    private static TenantConfig.Builder config() {
        return TenantConfig.newBuilder().setTenant("acme").setPlan("pro").setVersion(3);
    }

    private static byte[] adapter(String name, String url) {
        return config().addAllocations(Allocation.newBuilder()
                        .setRole("copywriter")
                        .setEnabled(true)
                        .setMaxConcurrent(1)
                        .setAdapterOverride(name)
                        .setWebhookUrl(url))
                .build()
                .toByteArray();
    }

    private static TenantConfig allocated(String role, int... caps) {
        TenantConfig.Builder config = config();
        for (int cap : caps) {
            config.addAllocations(
                    Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(cap));
        }
        return config.build();
    }

    private void sendConfig(String key, byte[] value) {
        send(Topics.TENANT_CONFIG, key == null ? null : bytes(key), value, null);
    }

    private void send(String topic, String key, String value, String contentType) {
        send(topic, bytes(key), bytes(value), contentType);
    }

    private void send(String topic, byte[] key, byte[] value, String contentType) {
        RecordHeaders headers = new RecordHeaders();
        if (contentType != null) {
            headers.add(ContentTypes.HEADER, bytes(contentType));
        }
        input(topic).pipeInput(new TestRecord<>(key, value, headers, NOW));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

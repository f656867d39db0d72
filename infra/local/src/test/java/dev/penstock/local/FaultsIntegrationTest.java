package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.Auditor;
import dev.penstock.embedded.Await;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.pricing.PriceTable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sample of the faults of docs/runtimes.md through every part: the real engine counts the attempts and keeps the books, and both are held to
 * what the provider's journal says.
 */
class FaultsIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TENANT = "enterprise-globex";
    private static final JsonMapper JSON = new JsonMapper();

    /** Each role has models of its own, so that what one case does to a model's gate is none of another's. */
    private static final String ROLES_FILE = """
            roles:
              copywriter:
                chain: [anthropic/claude-sonnet-5-5]
                max-tokens: 4000
                timeout-seconds: 30
                estimate: {input-tokens: 100, output-tokens: 400}
                system: You write.
              paid-ads-manager:
                chain: [openai/gpt-5.1]
                max-tokens: 4000
                timeout-seconds: 30
                estimate: {input-tokens: 100, output-tokens: 400}
                system: You write.
              activity-planner:
                chain: [ollama/qwen3:8b]
                max-tokens: 4000
                timeout-seconds: 30
                estimate: {input-tokens: 100, output-tokens: 400}
                system: You write.
              seo-specialist:
                chain: [anthropic/claude-opus-5-5, openai/gpt-5-mini]
                max-tokens: 4000
                timeout-seconds: 1
                estimate: {input-tokens: 100, output-tokens: 400}
                system: You write.
              social-media-manager:
                chain: [anthropic/claude-sonnet-5]
                max-tokens: 4000
                timeout-seconds: 30
                estimate: {input-tokens: 100, output-tokens: 400}
                system: You write.
              content-researcher:
                chain: [anthropic/claude-haiku-4-5]
                max-tokens: 4000
                timeout-seconds: 30
                estimate: {input-tokens: 100, output-tokens: 400}
                system: You count.
                output-schema: {type: object, required: [total], properties: {total: {type: integer}}}
            """;

    /** What a token costs on one's own machines and at one's own runtime, so that it can be seen what is booked there. */
    private static final String PRICES_FILE = """
            versions:
              - from: 2026-01-01
                prices:
                  ollama/*: {input: 2_000_000, output: 9_000_000}
                  webhook/*: {input: 3_000_000, output: 7_000_000}
            """;

    private static final Map<Sample, String> TASKS = new EnumMap<>(Sample.class);

    /** Of all tasks, once all are over. */
    private static final List<LlmCall> CALLS = new ArrayList<>();

    private static final List<JsonNode> JOURNAL = new ArrayList<>();

    @TempDir
    static Path dir;

    private static LocalStack stack;
    private static PriceTable prices;
    private static HttpClient http;

    /** Faults of every adapter, and what docs/runtimes.md says of them. */
    private enum Sample {
        /** Deferred until the provider may be asked again, which spends no attempt. */
        RATE_LIMITED(Roles.COPYWRITER, "[[sim:429 retry-after=1 times=1]]", 1, "", "rate_limited", "ok"),
        LOCAL_SERVER_FULL(Roles.ACTIVITY_PLANNER, "[[sim:503 times=1]]", 1, "", "overloaded", "ok"),
        SERVER_ERROR(Roles.PAID_ADS_MANAGER, "[[sim:500 times=1]]", 2, "", "provider_error", "ok"),
        RUNTIME_ERROR(Roles.DATA_ANALYST, "[[sim:500 times=1]]", 2, "", "provider_error", "ok"),
        TIMEOUT_THEN_NEXT_MODEL(Roles.SEO_SPECIALIST, "[[sim:hang times=1]]", 1, "", "timeout", "ok"),
        REPAIRED(
                Roles.CONTENT_RESEARCHER,
                "[[sim:answer={\"total\":\"many\"}]] [[sim:answer={\"total\":3}]]",
                1,
                "",
                "ok",
                "ok"),
        WRONG_TWICE(Roles.CONTENT_RESEARCHER, "[[sim:answer={\"total\":\"many\"}]]", 1, "invalid_output", "ok", "ok"),
        WRONG_USAGE(Roles.SOCIAL_MEDIA_MANAGER, "[[sim:usage-negative]]", 1, "", "invalid_usage");

        private final String role;
        private final String input;
        private final int attempts;
        private final String deadOf;
        private final List<String> calls;

        Sample(String role, String input, int attempts, String deadOf, String... calls) {
            this.role = role;
            this.input = input;
            this.attempts = attempts;
            this.deadOf = deadOf;
            this.calls = List.of(calls);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Path priceFile = Files.writeString(dir.resolve("prices.yaml"), PRICES_FILE);
        prices = PriceTable.load(priceFile);
        stack = LocalStack.start(
                LocalOptions.in(dir.resolve("stack"))
                        .withPorts(Ports.FREE)
                        .withSimulatorScale(0)
                        .withSetting(
                                SettingNames.WORKER_ROLES,
                                Files.writeString(dir.resolve("roles.yaml"), ROLES_FILE)
                                        .toString())
                        .withSetting(SettingNames.WORKER_PRICES, priceFile.toString()),
                StackListener.SILENT);
        http = HttpClient.newHttpClient();
        // All at once: what they wait for, they wait for side by side.
        for (Sample sample : Sample.values()) {
            TASKS.put(sample, submit(sample));
        }
        for (Sample sample : Sample.values()) {
            Await.until("the end of " + sample, LIMIT, () -> List.of("SUCCEEDED", "DEAD")
                    .contains(task(sample).path("state").asString()));
        }
        JOURNAL.addAll(Journal.calls(stack));
        readCalls();
    }

    @AfterAll
    static void stop() {
        http.close();
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAsDocumentedAfterAsManyAttemptsAndCalls(Sample sample) throws Exception {
        JsonNode task = task(sample);

        assertThat(task.path("state").asString()).isEqualTo(sample.deadOf.isEmpty() ? "SUCCEEDED" : "DEAD");
        assertThat(task.path("attempt").asInt()).isEqualTo(sample.attempts);
        assertThat(task.path("cause").asString("")).isEqualTo(sample.deadOf);
        assertThat(finished(sample))
                .extracting(call -> call.getFinished().getStatus())
                .containsExactlyElementsOf(sample.calls);
        assertThat(journal(sample)).hasSameSizeAs(sample.calls);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBookWhatTheProviderBilled(Sample sample) throws Exception {
        JsonNode task = task(sample);
        List<LlmCall> calls = finished(sample);
        List<JsonNode> billed = journal(sample);

        assertThat(calls).extracting(LlmCall::getCallId).doesNotHaveDuplicates();
        for (int i = 0; i < calls.size(); i++) {
            Usage usage = calls.get(i).getFinished().getUsage();
            if (sample != Sample.WRONG_USAGE) {
                assertThat(usage.getInputTokens())
                        .isEqualTo(billed.get(i).path("inputTokens").asLong());
                assertThat(usage.getOutputTokens())
                        .isEqualTo(billed.get(i).path("outputTokens").asLong());
                assertThat(usage.getCostMicros()).isEqualTo(price(calls.get(i), usage));
            } else {
                assertThat(usage.getInputTokens() + usage.getOutputTokens()).isZero();
                assertThat(usage.getCostMicros()).isPositive().isEqualTo(reserved(calls.get(i)));
            }
        }
        assertThat(task.path("usage").path("costMicros").asLong())
                .as("what the engine has booked")
                .isPositive()
                .isEqualTo(calls.stream()
                        .mapToLong(call -> call.getFinished().getUsage().getCostMicros())
                        .sum());
    }

    @Test
    void shouldSayWhatWasWrongWithAnOutputThatWasWrongTwice() throws Exception {
        assertThat(task(Sample.WRONG_TWICE).path("message").asString()).contains("schema", "total");
        assertThat(task(Sample.REPAIRED).path("output").asString()).isEqualTo("{\"total\":3}");
    }

    @Test
    void shouldLeaveALedgerThatAgreesWithTheCallsToTheMicroDollar() throws Exception {
        long cost = CALLS.stream()
                .mapToLong(call -> call.getFinished().getUsage().getCostMicros())
                .sum();

        AuditReport audit = Auditor.of(stack.kafkaBootstrap()).audit(AuditOptions.DEFAULT.withQuiet(true), List.of());
        assertThat(audit.results()).allMatch(each -> each.holds());
        assertThat(audit.openTasks()).isZero();
        assertThat(audit.ledger().booked()).isEqualTo(cost);
    }

    private static JsonNode task(Sample sample) throws Exception {
        return JSON.readTree(get(stack.apiUrl() + "/v1/tasks/" + TASKS.get(sample)));
    }

    private static List<JsonNode> journal(Sample sample) {
        return JOURNAL.stream()
                .filter(call -> call.path("task").asString().equals(TASKS.get(sample)))
                .toList();
    }

    private static List<LlmCall> finished(Sample sample) {
        return CALLS.stream()
                .filter(call -> call.hasFinished() && call.getTaskId().equals(TASKS.get(sample)))
                .toList();
    }

    private static long reserved(LlmCall finished) {
        return CALLS.stream()
                .filter(call -> call.hasStarted() && call.getCallId().equals(finished.getCallId()))
                .findFirst()
                .orElseThrow()
                .getStarted()
                .getReservedMicros();
    }

    private static void readCalls() throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaClients.consumer(stack.settings(), "test", "test"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.LLM_CALLS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    CALLS.add(LlmCall.parseFrom(record.value()));
                }
            }
        }
    }

    private static long price(LlmCall call, Usage usage) {
        return prices.of(call.getProvider(), call.getModel(), Instant.now())
                .orElseThrow()
                .price()
                .cost(usage.getInputTokens(), 0, usage.getOutputTokens());
    }

    private static String submit(Sample sample) throws Exception {
        String body = JSON.writeValueAsString(
                Map.of("role", sample.role, "maxAttempts", 3, "input", sample.input + " Three lines on fresh bread."));
        HttpResponse<String> answer = http.send(
                request(stack.apiUrl() + "/v1/tasks")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("id").asString();
    }

    private static String get(String url) throws Exception {
        return http.send(request(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest.Builder request(String url) {
        String key = stack.info().tenant(TENANT).orElseThrow().apiKey();
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key);
    }
}

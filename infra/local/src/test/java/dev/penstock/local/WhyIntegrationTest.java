package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.TenantConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Through the real REST door: a tenant is told which of its limits, or what else, keeps a task from running. */
class WhyIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LONG = "[[sim:latency=600s]]";
    private static final String COPY = SharedStack.COPY;
    private static final String SEO = SharedStack.SEO;

    private static LocalStack stack;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        stack = SharedStack.get();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
    }

    @Test
    void shouldNameTheLanesCapHowManyGoFirstAndHowTheLaneStands() throws Exception {
        String tenant = "why-pro-bakery";
        submit(tenant, COPY, LONG, "");
        submit(tenant, COPY, LONG, "");
        String next = submit(tenant, COPY, LONG, "");
        awaitWhy(
                tenant,
                next,
                "\"limit\":\"lane_cap\"",
                "\"live\":2",
                "\"cap\":2",
                "\"state\":\"QUEUED\"",
                "raise maxConcurrent");
        String last = submit(tenant, COPY, LONG, "");

        awaitWhy(tenant, last, "\"ahead\":1", "\"limit\":\"behind\"");
        String lanes = get(tenant, "/v1/lanes").body();
        assertThat(lanes)
                .contains("\"queued\":{\"urgent\":0,\"normal\":2,\"batch\":0}", "\"pending\":2", "oldestWaitedMillis");
        assertThat(get("why-free-florist", "/v1/tasks/" + last + "/why").statusCode())
                .isEqualTo(404);
        assertThat(get(tenant, "/v1/tasks/00000000-0000-4000-8000-000000000000/why")
                        .statusCode())
                .isEqualTo(404);

        String unserved = submit(tenant, SharedStack.UNSERVED, LONG, "");
        awaitWhy(
                tenant, unserved, "\"limit\":\"no_worker\"", "No worker of role data-analyst", "\"state\":\"GRANTED\"");
    }

    @Test
    void shouldNameTheTenantsCap() throws Exception {
        String tenant = "why-agency-north";
        configure(tenant, config -> config.setMaxConcurrent(1));
        awaitWhy(tenant, submit(tenant, COPY, LONG, ""), "\"state\":\"RUNNING\"", "It runs.");

        awaitWhy(tenant, submit(tenant, SEO, LONG, ""), "\"limit\":\"tenant_cap\"", "\"live\":1", "\"cap\":1");
    }

    @Test
    void shouldNameAPause() throws Exception {
        String tenant = "why-pro-flood";
        configure(tenant, config -> config.setFlow(Flow.FLOW_PAUSED));

        awaitWhy(tenant, submit(tenant, COPY, LONG, ""), "\"limit\":\"tenant_paused\"", "The tenant is paused");
    }

    @Test
    void shouldNameMoneyAndTheMonthsTasks() throws Exception {
        String tenant = "why-enterprise-globex";
        configure(tenant, config -> {
            config.setMonthlyBudgetMicros(1_500);
            config.getAllocationsBuilderList().stream()
                    .filter(lane -> lane.getRole().equals(SEO))
                    .forEach(lane -> lane.setMonthlyTaskLimit(1));
        });
        awaitWhy(tenant, submit(tenant, SEO, LONG, "\"estimateMicros\":1000,"), "\"state\":\"RUNNING\"");

        awaitWhy(
                tenant,
                submit(tenant, SEO, LONG, "\"estimateMicros\":100,"),
                "\"limit\":\"monthly_tasks\"",
                "\"counted\":1",
                "\"basis\":\"time\"");
        awaitWhy(
                tenant,
                submit(tenant, COPY, LONG, "\"estimateMicros\":1000,"),
                "\"limit\":\"budget\"",
                "\"neededMicros\":1000",
                "\"usedMicros\":1000");
    }

    @Test
    void shouldNameTimesARefusalAndAnEnd() throws Exception {
        String tenant = "why-free-florist";
        long tomorrow = System.currentTimeMillis() + 86_400_000;
        String late = submit(tenant, COPY, "Later", "\"notBeforeMillis\":" + tomorrow + ",");
        awaitWhy(tenant, late, "\"limit\":\"not_before\"", "\"state\":\"WAITING\"", "\"basis\":\"time\"");
        String failing = submit(tenant, SEO, "[[sim:500 retry-after=300]]", "");
        awaitWhy(tenant, failing, "\"limit\":\"back_off\"", "Its last attempt");
        String refused = submit(tenant, "social-media-manager", "x", "");
        awaitWhy(tenant, refused, "\"state\":\"REJECTED\"", "It was refused: ", "\"cause\":\"role_not_allocated\"");
        awaitWhy(tenant, submit(tenant, COPY, "Now", ""), "\"state\":\"SUCCEEDED\"", "It has ended, SUCCEEDED");
    }

    private static void awaitWhy(String tenant, String task, String... parts) {
        String[] last = {""};
        try {
            Await.until("why of " + task, LIMIT, () -> {
                last[0] = get(tenant, "/v1/tasks/" + task + "/why").body();
                return contains(last[0], parts);
            });
        } catch (AssertionError e) {
            assertThat(last[0]).contains(parts);
            throw e;
        }
    }

    private static boolean contains(String text, String... parts) {
        for (String part : parts) {
            if (!text.contains(part)) {
                return false;
            }
        }
        return true;
    }

    private static void configure(String name, Consumer<TenantConfig.Builder> change) throws Exception {
        TenantConfig.Builder config = SharedStack.TENANTS.stream()
                .filter(tenant -> tenant.name().equals(name))
                .findFirst()
                .orElseThrow()
                .config(2)
                .toBuilder();
        change.accept(config);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(stack.info().settings(), "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.TENANT_CONFIG,
                            name.getBytes(StandardCharsets.UTF_8),
                            config.build().toByteArray()))
                    .get();
        }
        Await.until(
                "the configuration", LIMIT, () -> get(name, "/v1/lanes").body().contains("\"configVersion\":2"));
    }

    private static String submit(String tenant, String role, String input, String more) throws Exception {
        String body = "{\"role\":\"" + role + "\"," + more + "\"input\":\"" + input + "\"}";
        HttpResponse<String> answer = http.send(
                request(tenant, "/v1/tasks")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static HttpResponse<String> get(String tenant, String path) throws Exception {
        return http.send(request(tenant, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String tenant, String path) {
        String key = stack.info().tenant(tenant).orElseThrow().apiKey();
        return HttpRequest.newBuilder(URI.create(stack.apiUrl() + path)).header("Authorization", "Bearer " + key);
    }
}

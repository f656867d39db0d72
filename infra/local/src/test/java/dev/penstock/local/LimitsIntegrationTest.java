package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Through the real REST door and engine: limits are changed, and tenants, lanes and roles paused, drained and resumed, while all runs. */
class LimitsIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LONG = "[[sim:latency=600s]]";
    private static final String SHORT = "Write a slogan.";
    private static final String COPY = SharedStack.COPY;
    private static final String SEO = SharedStack.SEO;
    private static final int SLOTS = SharedStack.SLOTS;

    /** No other test's tasks run in it. */
    private static final String CAPPED = SharedStack.ONE_MODEL;

    private static LocalStack stack;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        http = HttpClient.newHttpClient();
        stack = SharedStack.get();
    }

    @AfterAll
    static void stop() {
        http.close();
    }

    @Test
    void shouldHoldTasksOfAPausedLaneSayWhoPausedItAndRunThemOnceItIsResumed() throws Exception {
        String tenant = "limits-pro-bakery";
        HttpResponse<String> paused = patch(
                key(tenant),
                "/v1/tenants/" + tenant,
                "{\"roles\":{\"copywriter\":{\"flow\":\"paused\"}},\"reason\":\"under review\"}");
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        assertThat(paused.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(paused.body())
                .contains(
                        "\"outcome\":\"applied\"", "\"field\":\"copywriter.flow\",\"from\":\"open\",\"to\":\"paused\"");

        String task = submit(tenant, COPY, SHORT);
        awaitBody(
                key(tenant),
                "/v1/tasks/" + task + "/why",
                "\"limit\":\"lane_paused\"",
                "\"by\":\"tenant key ",
                "(local stack)",
                "\"reason\":\"under review\"",
                "\"state\":\"QUEUED\"");
        assertThat(get(key(tenant), "/v1/lanes").body()).contains("lane_paused", "\"reason\":\"under review\"");

        assertThat(patch(key(tenant), "/v1/tenants/" + tenant, "{\"roles\":{\"copywriter\":{\"flow\":\"open\"}}}")
                        .statusCode())
                .isEqualTo(200);
        awaitBody(key(tenant), "/v1/tasks/" + task, "\"state\":\"SUCCEEDED\"");
        assertThat(firstEvents(tenant, "\"reason\":\"under review\""))
                .contains("event: configured", "\"by\":\"tenant key ");
        assertThat(get(key(tenant), "/v1/tenants/" + tenant).body())
                .contains("\"version\":3", "\"from\":\"paused\",\"to\":\"open\"");
    }

    @Test
    void shouldHoldARolesCapThatIsLoweredWhileTasksOfItRun() throws Exception {
        String tenant = "limits-agency-north";
        HttpResponse<String> capped = patch(operator(), "/v1/roles/" + CAPPED, "{\"maxConcurrent\":" + SLOTS + "}");
        assertThat(capped.statusCode()).as(capped.body()).isEqualTo(200);
        assertThat(capped.body()).contains("\"slotsInForce\":" + SLOTS, "\"outcome\":\"applied\"");
        awaitBody(key(tenant), "/v1/tasks/" + submit(tenant, CAPPED, LONG) + "/why", "\"state\":\"RUNNING\"");
        String second = submit(tenant, CAPPED, LONG);
        awaitBody(key(tenant), "/v1/tasks/" + second + "/why", "\"limit\":\"role_cap\"", "\"live\":1", "\"cap\":1");

        assertThat(get(operator(), "/v1/roles/" + CAPPED).body()).contains("\"live\":1", "\"maxConcurrent\":" + SLOTS);
        assertThat(get(operator(), "/v1/roles").body()).contains("\"role\":\"" + CAPPED + "\"");
        patch(operator(), "/v1/roles/" + CAPPED, "{\"enabled\":false,\"flow\":\"paused\",\"reason\":\"quota\"}");
        awaitBody(
                key(tenant),
                "/v1/tasks/" + second + "/why",
                "\"limit\":\"role_disabled\"",
                "\"limit\":\"role_paused\"",
                "(quota)");

        patch(operator(), "/v1/roles/" + CAPPED, "{\"enabled\":true,\"flow\":\"open\",\"maxConcurrent\":null}");
        awaitBody(key(tenant), "/v1/tasks/" + second + "/why", "\"state\":\"RUNNING\"");
    }

    @Test
    void shouldLoseNoneOfManyChangesAtOnceAndRefuseOnesForAnOldVersion() throws Exception {
        String tenant = "limits-enterprise-globex";
        String path = "/v1/tenants/" + tenant;
        String old = get(operator(), path).headers().firstValue("ETag").orElseThrow();
        List<String> roles = List.of(COPY, SEO, "data-analyst", "social-media-manager");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> all = new ArrayList<>();
            roles.forEach(role ->
                    all.add(() -> patch(operator(), path, "{\"roles\":{\"" + role + "\":{\"maxConcurrent\":3}}}")));
            for (Future<HttpResponse<String>> answer : threads.invokeAll(all)) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
            }
        }
        String body = get(operator(), path).body();
        roles.forEach(role ->
                assertThat(body).contains("\"field\":\"" + role + ".maxConcurrent\",\"from\":\"8\",\"to\":\"3\""));
        assertThat(body).contains("\"version\":5");

        HttpResponse<String> late = patch(operator(), path, "{\"weight\":3}", "If-Match", old);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("/problems/version-conflict", "version 5 is in force");
        assertThat(late.headers().firstValue("ETag")).hasValue("\"5\"");

        String[] once = {"Idempotency-Key", "heavier"};
        assertThat(patch(operator(), path, "{\"weight\":3}", once).body()).contains("\"version\":6");
        assertThat(patch(operator(), path, "{\"weight\":3}", once).body()).contains("\"version\":6", "\"applied\"");
        assertThat(patch(operator(), path, "{\"weight\":4}", once).statusCode()).isEqualTo(409);
        assertThat(patch(operator(), path + "?dryRun=true", "{\"weight\":9}").body())
                .contains("\"outcome\":\"dry_run\"", "\"from\":\"3\",\"to\":\"9\"");
        assertThat(patch(operator(), path, "{\"weight\":3}").body()).contains("\"unchanged\"", "\"version\":6");
    }

    @Test
    void shouldNotLetATenantTakeMoreThanItWasGrantedOrOpenWhatTheOperatorClosed() throws Exception {
        String tenant = "limits-pro-flood";
        String path = "/v1/tenants/" + tenant;
        patch(operator(), path, "{\"monthlyBudgetMicros\":9000000}");
        refused(tenant, "{\"roles\":{\"copywriter\":{\"maxConcurrent\":3}}}", "above-granted", "at most 2");
        refused(tenant, "{\"monthlyBudgetMicros\":null}", "above-granted", "at most 9000000");
        refused(tenant, "{\"plan\":\"enterprise\"}", "operator-only", "may change plan");
        refused(tenant, "{\"weight\":1000}", "operator-only", "may change weight");
        assertThat(patch(key(tenant), path, "{\"monthlyBudgetMicros\":1000000}").body())
                .contains("\"monthlyBudgetMicros\":1000000", "\"grantedMonthlyBudgetMicros\":9000000");
        assertThat(patch(key(tenant), path, "{\"monthlyBudgetMicros\":9000000}").statusCode())
                .isEqualTo(200);

        patch(operator(), path, "{\"flow\":\"paused\",\"reason\":\"unpaid\"}");
        refused(tenant, "{\"flow\":\"open\"}", "held-by-operator", "(unpaid)");
        assertThat(get(key("limits-pro-bakery"), path).statusCode()).isEqualTo(404);
        assertThat(patch(key("limits-pro-bakery"), path, "{\"flow\":\"open\"}").statusCode())
                .isEqualTo(404);
        assertThat(get(key(tenant), "/v1/roles").statusCode()).isEqualTo(403);
        assertThat(get(key(tenant), "/v1/tenants").statusCode()).isEqualTo(403);
    }

    @Test
    void shouldMakeATenantTakeNothingMoreInWhileItDrainsAndSayWhenItIsDrained() throws Exception {
        String made = "pro-winery";
        HttpResponse<String> created =
                post(operator(), "/v1/tenants", "{\"tenant\":\"" + made + "\",\"plan\":\"pro\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).contains("\"copywriter\":{\"enabled\":true", "\"maxConcurrent\":2");
        assertThat(post(operator(), "/v1/tenants", "{\"tenant\":\"" + made + "\",\"plan\":\"pro\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(get(operator(), "/v1/tenants?limit=500").body()).contains(made, "limits-free-florist");

        String tenant = "limits-free-florist";
        String path = "/v1/tenants/" + tenant;
        String running = submit(tenant, COPY, LONG);
        awaitBody(key(tenant), "/v1/tasks/" + running + "/why", "\"state\":\"RUNNING\"");
        assertThat(patch(key(tenant), path, "{\"flow\":\"draining\"}").body()).contains("\"drained\":false");
        awaitBody(
                key(tenant),
                "/v1/tasks/" + submit(tenant, COPY, SHORT) + "/why",
                "\"state\":\"REJECTED\"",
                "tenant_draining");
        post(key(tenant), "/v1/tasks/" + running + "/cancel", "");
        awaitBody(key(tenant), path, "\"drained\":true", "\"live\":0");
        patch(key(tenant), path, "{\"flow\":\"open\"}");
        awaitBody(key(tenant), "/v1/tasks/" + submit(tenant, COPY, SHORT), "\"state\":\"SUCCEEDED\"");
    }

    private static void refused(String tenant, String body, String problem, String detail) throws Exception {
        HttpResponse<String> answer = patch(key(tenant), "/v1/tenants/" + tenant, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("/problems/" + problem, detail);
    }

    private static void awaitBody(String key, String path, String... parts) {
        String[] last = {""};
        try {
            Await.until("the answer at " + path, LIMIT, () -> {
                last[0] = get(key, path).body();
                return List.of(parts).stream().allMatch(last[0]::contains);
            });
        } catch (AssertionError e) {
            assertThat(last[0]).contains(parts);
            throw e;
        }
    }

    /** The tenant's events from the first on, until one holds {@code part}. */
    private static String firstEvents(String tenant, String part) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.apiUrl() + "/v1/events?from=start"))
                .header("Authorization", "Bearer " + key(tenant))
                .header("Accept", "text/event-stream")
                .timeout(LIMIT)
                .build();
        StringBuilder seen = new StringBuilder();
        try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            for (var each = lines.iterator(); each.hasNext() && seen.indexOf(part) < 0; ) {
                seen.append(each.next()).append('\n');
            }
        }
        return seen.toString();
    }

    private static String submit(String tenant, String role, String input) throws Exception {
        HttpResponse<String> answer =
                post(key(tenant), "/v1/tasks", "{\"role\":\"" + role + "\",\"input\":\"" + input + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String key(String tenant) {
        return stack.info().tenant(tenant).orElseThrow().apiKey();
    }

    private static String operator() {
        return stack.info().operatorKey();
    }

    private static HttpResponse<String> get(String key, String path) throws Exception {
        return send(key, URI.create(stack.apiUrl() + path), "GET", "");
    }

    private static HttpResponse<String> post(String key, String path, String body) throws Exception {
        return send(key, URI.create(stack.apiUrl() + path), "POST", body);
    }

    private static HttpResponse<String> patch(String key, String path, String body, String... headers)
            throws Exception {
        return send(key, URI.create(stack.apiUrl() + path), "PATCH", body, headers);
    }

    private static HttpResponse<String> send(String key, URI uri, String method, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

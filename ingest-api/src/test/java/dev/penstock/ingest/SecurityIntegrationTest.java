package dev.penstock.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.ingest.keys.ApiKeys;
import dev.penstock.ingest.keys.Scope;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every operation with every sort of key. */
class SecurityIntegrationTest {
    private static final String BODY = "{\"role\":\"copywriter\",\"input\":\"x\"}";

    private final Api api = Api.shared();
    private final String tenant = Api.newTenant();
    private final UUID task = UUID.randomUUID();

    /** A request and the scope that it needs. */
    private record Operation(String method, String path, Scope scope, int success) {
        boolean bearsAnId() {
            return path.matches(".*[0-9a-f]{8}-.*");
        }
    }

    private List<Operation> operations() {
        return List.of(
                new Operation("POST", "/v1/tasks", Scope.TASKS_WRITE, 202),
                new Operation("GET", "/v1/tasks", Scope.TASKS_READ, 200),
                new Operation("GET", "/v1/tasks/" + task, Scope.TASKS_READ, 200),
                new Operation("POST", "/v1/tasks/" + task + "/cancel", Scope.TASKS_WRITE, 202),
                new Operation("POST", "/v1/campaigns", Scope.TASKS_WRITE, 202),
                new Operation("GET", "/v1/campaigns", Scope.TASKS_READ, 200),
                new Operation("GET", "/v1/campaigns/" + task, Scope.TASKS_READ, 200),
                new Operation("DELETE", "/v1/campaigns/" + task, Scope.TASKS_WRITE, 202),
                // It runs, so it is not dead.
                new Operation("POST", "/v1/tasks/" + task + "/replay", Scope.TASKS_WRITE, 409),
                new Operation("GET", "/v1/dead-letters", Scope.TASKS_READ, 200),
                new Operation("GET", "/v1/dead-letters/tasks", Scope.TASKS_READ, 200),
                new Operation("POST", "/v1/dead-letters/replay", Scope.TASKS_WRITE, 200),
                // No engine runs here, which is seen only by those who may ask it.
                new Operation("GET", "/v1/tenants/" + tenant, Scope.LIMITS_READ, 503),
                new Operation("PATCH", "/v1/tenants/" + tenant, Scope.LIMITS_WRITE, 503),
                new Operation("GET", "/v1/events?lastEventId=1-999999999", Scope.EVENTS_READ, 410));
    }

    @Test
    void shouldServeTheOwnersKey() {
        insertRows();
        String key = api.newKey(tenant);
        for (Operation operation : operations()) {
            assertThat(send(operation, key).status()).as(operation.toString()).isEqualTo(operation.success());
        }
    }

    @Test
    void shouldAnswerAnotherTenantsIdsLikeUnknownOnes() {
        insertRows();
        String other = api.newKey(Api.newTenant());
        for (Operation operation : operations()) {
            if (operation.bearsAnId() && operation.scope() != Scope.EVENTS_READ) {
                Answer answer = send(operation, other);
                String unknown = operation
                        .path()
                        .replace(task.toString(), UUID.randomUUID().toString());
                Answer control = send(new Operation(operation.method(), unknown, operation.scope(), 404), other);
                assertThat(answer.status()).as(operation.toString()).isEqualTo(404);
                assertThat(answer).hasToString(control.toString());
            }
        }
        assertThat(api.get(other, "/v1/tasks").json().path("tasks")).isEmpty();
    }

    @Test
    void shouldAnswerAnotherTenantLikeAnUnknownOne() {
        String other = api.newKey(Api.newTenant());
        Answer answer = api.get(other, "/v1/tenants/" + tenant);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer).hasToString(api.get(other, "/v1/tenants/nobody").toString());
    }

    @Test
    void shouldKeepOperationsOfOperatorsFromTenants() {
        for (Operation operation : List.of(
                new Operation("GET", "/v1/tenants", Scope.OPERATOR, 503),
                new Operation("POST", "/v1/tenants", Scope.OPERATOR, 422),
                new Operation("GET", "/v1/roles", Scope.OPERATOR, 503),
                new Operation("GET", "/v1/roles/copywriter", Scope.OPERATOR, 503),
                new Operation("PATCH", "/v1/roles/copywriter", Scope.OPERATOR, 503))) {
            Answer refused = send(operation, api.newKey(tenant));
            assertThat(refused.status()).as(operation.toString()).isEqualTo(403);
            assertThat(refused.header("WWW-Authenticate")).contains("scope=\"operator\"");
            assertThat(send(operation, api.newKey(ApiKeys.OPERATORS, Scope.ofOperators()))
                            .status())
                    .as(operation.toString())
                    .isEqualTo(operation.success());
        }
        assertThat(api.get(api.newKey(ApiKeys.OPERATORS, Scope.ofOperators()), "/v1/tasks")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldRefuseARequestWithoutAKey() {
        for (Operation operation : operations()) {
            refused(operation, send(operation, ""), "Bearer realm=\"penstock\"");
        }
    }

    @Test
    void shouldRefuseKeysThatAreNotInForce() {
        String expired = inserted(Instant.now().minusSeconds(1));
        String revoked = inserted(null);
        revoke(revoked);
        String unknown =
                ApiKeys.issue(tenant, Scope.all(), null, "never stored").plaintext();
        for (Operation operation : operations()) {
            for (String key : List.of(expired, revoked, unknown, "pk_nonsense", "pk_")) {
                refused(operation, send(operation, key), "Bearer realm=\"penstock\", error=\"invalid_token\"");
            }
        }
    }

    @Test
    void shouldRefuseOtherSchemes() {
        Answer answer = api.send(HttpRequest.newBuilder(api.uri("/v1/tasks")).header("Authorization", "Basic cGs6"));
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void shouldRefuseAKeyThatLacksTheScope() {
        insertRows();
        for (Operation operation : operations()) {
            Set<Scope> others = new java.util.HashSet<>(Scope.all());
            others.remove(operation.scope());
            Answer answer = send(operation, api.newKey(tenant, others));
            assertThat(answer.status()).as(operation.toString()).isEqualTo(403);
            assertThat(answer.header("WWW-Authenticate"))
                    .contains("insufficient_scope")
                    .contains(operation.scope().code());
            assertThat(send(operation, api.newKey(tenant, Set.of(operation.scope())))
                            .status())
                    .isEqualTo(operation.success());
        }
    }

    @Test
    void shouldAskForAKeyBeforeAnythingElse() {
        assertThat(api.get("", "/v1/nonsense").status()).isEqualTo(401);
        assertThat(api.get(api.newKey(tenant), "/v1/nonsense").status()).isEqualTo(404);
    }

    @Test
    void shouldNoticeARevocationWithinFiveSeconds() {
        // given
        String key = api.newKey(tenant);
        assertThat(api.get(key, "/v1/tasks").status()).isEqualTo(200);

        // when
        revoke(key);

        // then
        Await.until(
                "the key to be refused",
                Duration.ofSeconds(5),
                () -> api.get(key, "/v1/tasks").status() == 401);
    }

    private String inserted(Instant expiresAt) {
        ApiKeys.Issued issued = ApiKeys.issue(tenant, Scope.all(), expiresAt, "test");
        api.insert(issued);
        return issued.plaintext();
    }

    private void revoke(String key) {
        try {
            assertThat(ApiKeys.revoke(api.database(), ApiKeys.keyId(key).orElseThrow()))
                    .isTrue();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void insertRows() {
        TaskRows.insert(api.database(), tenant, task, "RUNNING");
        CampaignRows.insert(api.database(), tenant, task.toString(), "RUNNING", Instant.now());
    }

    private Answer send(Operation operation, String key) {
        return switch (operation.method()) {
            case "GET" -> api.get(key, operation.path());
            case "PATCH" ->
                api.send(api.request(key, operation.path())
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"flow\":\"paused\"}")));
            case "DELETE" -> api.send(api.request(key, operation.path()).DELETE());
            default -> api.post(key, operation.path(), body(operation.path()));
        };
    }

    private static String body(String path) {
        return path.endsWith("campaigns")
                ? "{\"goal\":\"Sell more bread.\"}"
                : path.endsWith("tasks") ? BODY : path.endsWith("tenants") ? "{\"tenant\":\"a_b\"}" : "";
    }

    private static void refused(Operation operation, Answer answer, String challenge) {
        assertThat(answer.status()).as(operation.toString()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(challenge);
        assertThat(answer.text("type")).isEqualTo("/problems/unauthorized");
    }
}

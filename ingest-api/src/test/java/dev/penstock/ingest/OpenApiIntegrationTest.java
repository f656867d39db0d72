package dev.penstock.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiIntegrationTest {
    /** Set to write the checked-in copy anew instead of comparing with it. */
    private static final String REGENERATE = "penstock.openapi.write";

    private static final Path COPY = Path.of("..", "docs", "openapi.json");

    private final Api api = Api.shared();

    @Test
    void shouldEqualTheCheckedInCopy() throws IOException {
        String served = api.get("", "/v3/api-docs").body().strip() + "\n";
        if (Boolean.getBoolean(REGENERATE)) {
            Files.createDirectories(COPY.getParent());
            Files.writeString(COPY, served);
        }
        assertThat(Files.exists(COPY) ? Files.readString(COPY) : "")
                .as("docs/openapi.json is not what the API serves. When the change is meant, write it anew with"
                        + " './mvnw -o -Dquickly -pl ingest-api test -Dtest=OpenApiIntegrationTest -D" + REGENERATE
                        + "=true' and commit it.")
                .isEqualTo(served);
    }

    @Test
    void shouldDescribeEveryOperationWithExamplesAndAllItsAnswers() {
        JsonNode docs = new JsonMapper().readTree(api.get("", "/v3/api-docs").body());
        assertThat(docs.at("/components/securitySchemes/apiKey/scheme").asString())
                .isEqualTo("bearer");
        JsonNode submit = docs.at("/paths/~1v1~1tasks/post");
        assertThat(submit.at("/requestBody/content/application~1json/examples")).isNotEmpty();
        assertThat(submit.path("responses").propertyNames())
                .contains("202", "400", "401", "403", "406", "409", "413", "415", "422", "500", "503");
        assertThat(docs.at("/paths/~1v1~1tasks~1{id}/get/responses").propertyNames())
                .contains("200", "404");
        assertThat(docs.at("/paths/~1v1~1tasks~1{id}~1cancel/post/responses").propertyNames())
                .contains("202", "404", "409");
        assertThat(docs.at("/paths/~1v1~1tasks~1{id}~1replay/post/responses").propertyNames())
                .contains("202", "404", "409");
        assertThat(docs.at("/paths/~1v1~1dead-letters~1replay/post/responses").propertyNames())
                .contains("200", "202", "413", "422", "429");
        assertThat(docs.at("/paths/~1v1~1events/get/responses").propertyNames()).contains("200", "400", "410", "429");
        assertThat(docs.path("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/tasks",
                        "/v1/tasks/{id}",
                        "/v1/tasks/{id}/cancel",
                        "/v1/campaigns",
                        "/v1/campaigns/{campaign}",
                        "/v1/tasks/{id}/replay",
                        "/v1/dead-letters",
                        "/v1/dead-letters/tasks",
                        "/v1/dead-letters/replay",
                        "/v1/dead-letters/replays/{id}",
                        "/v1/tasks/{id}/why",
                        "/v1/tasks/{id}/stream",
                        "/v1/tasks/{id}/output",
                        "/v1/lanes",
                        "/v1/tenants",
                        "/v1/tenants/{tenant}",
                        "/v1/roles",
                        "/v1/roles/{role}",
                        "/v1/callbacks/{token}",
                        "/v1/webhook-secrets",
                        "/v1/webhook-secrets/{id}",
                        "/v1/provider-keys",
                        "/v1/provider-keys/{provider}",
                        "/v1/events");
    }

    @Test
    void shouldServeThePageOfTheDocs() {
        Answer redirect = api.get("", "/docs");
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("Location")).isEqualTo("/swagger-ui/index.html");
        Answer page = api.get("", redirect.header("Location"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
        assertThat(api.get("", "/v3/api-docs/swagger-config").body()).contains("/v3/api-docs");
    }
}

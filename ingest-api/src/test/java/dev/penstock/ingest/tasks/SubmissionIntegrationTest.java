package dev.penstock.ingest.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.schemas.TaskIds;
import org.junit.jupiter.api.Test;

class SubmissionIntegrationTest {
    private static final String BODY =
            "{\"role\":\"copywriter\",\"tier\":\"urgent\",\"input\":\"Three headlines.\",\"labels\":{\"brand\":\"Acme\"}}";

    private final Api api = Api.shared();
    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);

    @Test
    void shouldPutTheTaskOnItsIntakeTopicBeforeAnswering() {
        // when
        Answer answer = api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "k1");

        // then
        String id = TaskIds.fromKey(tenant, "k1").toString();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/v1/tasks/" + id);
        assertThat(answer.text("id")).isEqualTo(id);
        assertThat(answer.text("state")).isEqualTo("SUBMITTED");
    }
}

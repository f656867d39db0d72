package dev.penstock.ingest.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.CampaignRows;
import dev.penstock.ingest.Records;
import dev.penstock.ingest.TaskRows;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CampaignsIntegrationTest {
    private static final String GOAL =
            "{\"goal\":\"Sell more bread.\",\"campaign\":\"spring & co\",\"labels\":{\"brand\":\"Acme\"}}";

    private final Api api = Api.shared();
    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);

    @Test
    void shouldSubmitThePlannersTask() throws Exception {
        Answer answer = api.post(key, "/v1/campaigns", GOAL, "Idempotency-Key", "c1");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.text("campaign")).isEqualTo("spring & co");
        assertThat(answer.text("taskId"))
                .isEqualTo(TaskIds.fromKey(tenant, "c1").toString());
        assertThat(answer.header("Location")).isEqualTo("/v1/campaigns/spring%20&%20co");
        TaskRequest request =
                TaskRequest.parseFrom(Records.of(api.settings(), "penstock.tasks.activity-planner.urgent", tenant, 1)
                        .getFirst()
                        .value());
        assertThat(request.getInput()).isEqualTo("Sell more bread.");
        assertThat(request.getTier()).isEqualTo(Tier.TIER_URGENT);
        assertThat(request.getCampaign()).isEqualTo("spring & co");
        assertThat(request.getLabelsMap()).containsEntry("brand", "Acme");
        assertThat(api.get(key, answer.header("Location")).text("state")).isEqualTo("SUBMITTED");
    }

    @Test
    void shouldNameACampaignAfterItsPlannersTask() {
        Answer answer = api.post(key, "/v1/campaigns", "{\"goal\":\"Sell more bread.\"}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.text("campaign")).isEqualTo(answer.text("taskId"));
        assertThat(api.get(key, answer.header("Location")).text("state")).isEqualTo("SUBMITTED");
        assertThat(api.get(key, "/v1/tasks/" + answer.text("taskId")).text("role"))
                .isEqualTo("activity-planner");
    }

    @Test
    void shouldNameTheSameCampaignForTheSameKeyAndRefuseAnotherGoal() {
        Answer first = api.post(key, "/v1/campaigns", GOAL, "Idempotency-Key", "c1");
        assertThat(api.post(key, "/v1/campaigns", GOAL, "Idempotency-Key", "c1").text("taskId"))
                .isEqualTo(first.text("taskId"));
        Answer other = api.post(key, "/v1/campaigns", "{\"goal\":\"Close the shop.\"}", "Idempotency-Key", "c1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("type")).isEqualTo("/problems/idempotency-conflict");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 422 | goal is missing",
                "{\"goal\":\"x\",\"role\":\"copywriter\"} | 400 | the field 'role' is unknown",
                "{\"goal\":\"x\",\"campaign\":\"a/b\"} | 422 | no slash",
                "{\"goal\":\"x\",\"campaign\":\"..\"} | 422 | no slash",
                "nonsense | 400 | not valid JSON"
            })
    void shouldRefuseWhatIsNoGoal(String body, int status, String detail) {
        Answer answer = api.post(key, "/v1/campaigns", body);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("detail")).contains(detail);
    }

    @Test
    void shouldShowACampaignWithItsTasksAsAGraph() {
        UUID planner = UUID.randomUUID();
        UUID facts = UUID.randomUUID();
        UUID page = UUID.randomUUID();
        CampaignRows.insert(api.database(), tenant, "spring", "RUNNING", Instant.parse("2026-11-20T10:00:00Z"));
        CampaignRows.insertTask(api.database(), tenant, "spring", facts, planner, "facts", List.of());
        CampaignRows.insertTask(api.database(), tenant, "spring", page, planner, "page", List.of(facts));
        TaskRows.insert(api.database(), tenant, UUID.randomUUID(), "QUEUED");

        Answer answer = api.get(key, "/v1/campaigns/spring");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("state")).isEqualTo("RUNNING");
        assertThat(answer.json().path("total").asInt()).isEqualTo(3);
        assertThat(answer.json().path("costMicros").asLong()).isEqualTo(700);
        assertThat(answer.text("startedAt")).isEqualTo("2026-11-20T10:00:00Z");
        JsonNode tasks = answer.json().path("tasks");
        assertThat(tasks).as("not the one that is merely labelled so").hasSize(2);
        assertThat(tasks.get(0).path("name").asString()).isEqualTo("facts");
        assertThat(tasks.get(1).path("after").get(0).asString()).isEqualTo(facts.toString());
        assertThat(tasks.get(1).path("plannerId").asString()).isEqualTo(planner.toString());

        Answer task = api.get(key, "/v1/tasks/" + page);
        assertThat(task.text("name")).isEqualTo("page");
        assertThat(task.text("plannerId")).isEqualTo(planner.toString());
        assertThat(task.json().path("after").get(0).asString()).isEqualTo(facts.toString());
    }

    @Test
    void shouldShowThatThePlannerWasRejected() {
        Answer started = api.post(key, "/v1/campaigns", "{\"goal\":\"Sell.\",\"campaign\":\"free\"}");
        TaskRows.insert(api.database(), tenant, UUID.fromString(started.text("taskId")), "REJECTED");

        assertThat(api.get(key, "/v1/campaigns/free").text("state")).isEqualTo("REJECTED");
        assertThat(api.send(api.request(key, "/v1/campaigns/free").DELETE()).status())
                .isEqualTo(409);
    }

    @Test
    void shouldListCampaignsInPagesNewestFirst() {
        Instant first = Instant.parse("2026-11-20T10:00:00Z");
        CampaignRows.insert(api.database(), tenant, "a", "SUCCEEDED", first);
        CampaignRows.insert(api.database(), tenant, "b_c", "RUNNING", first.plusSeconds(1));
        CampaignRows.insert(api.database(), tenant, "d", "RUNNING", first.plusSeconds(1));
        CampaignRows.insert(api.database(), Api.newTenant(), "another's", "RUNNING", first);

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Answer page = api.get(key, "/v1/campaigns?limit=1" + (next.isEmpty() ? "" : "&before=" + next));
            page.json()
                    .path("campaigns")
                    .forEach(campaign -> seen.add(campaign.path("campaign").asString()));
            next = page.text("next");
        } while (!next.isEmpty());

        assertThat(seen).containsExactly("d", "b_c", "a");
        assertThat(api.get(key, "/v1/campaigns?state=SUCCEEDED").json().path("campaigns"))
                .hasSize(1);
        assertThat(api.get(key, "/v1/campaigns?state=PAUSED").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/campaigns?before=x").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/campaigns?limit=201").status()).isEqualTo(400);
    }

    @Test
    void shouldAskTheEngineToCancelWhatIsLeft() throws Exception {
        CampaignRows.insert(api.database(), tenant, "spring & co", "RUNNING", Instant.now());

        Answer answer =
                api.send(api.request(key, "/v1/campaigns/spring%20%26%20co").DELETE());

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.text("state")).isEqualTo("RUNNING");
        Command command = Command.parseFrom(Records.of(api.settings(), Topics.COMMANDS, tenant, 1)
                .getFirst()
                .value());
        assertThat(command.getCancelCampaign().getCampaign()).isEqualTo("spring & co");
        assertThat(command.getCancelCampaign().getReason()).isEqualTo("requested");
        CancelNotice notice = CancelNotice.parseFrom(
                Records.of(api.settings(), Topics.CANCELS, tenant, 1).getFirst().value());
        assertThat(notice.getCampaign()).isEqualTo("spring & co");
        assertThat(notice.getTaskId()).isEmpty();
        assertThat(notice.getAtMillis()).isPositive();
    }

    @Test
    void shouldNotCancelWhatIsOverOrUnknown() {
        CampaignRows.insert(api.database(), tenant, "past", "FAILED", Instant.now());
        CampaignRows.insert(api.database(), Api.newTenant(), "theirs", "RUNNING", Instant.now());

        Answer ended = api.send(api.request(key, "/v1/campaigns/past").DELETE());
        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.text("type")).isEqualTo("/problems/campaign-already-ended");
        assertThat(api.send(api.request(key, "/v1/campaigns/theirs").DELETE()).status())
                .isEqualTo(404);
        assertThat(api.get(key, "/v1/campaigns/theirs"))
                .hasToString(api.get(key, "/v1/campaigns/nobodys").toString());
    }
}

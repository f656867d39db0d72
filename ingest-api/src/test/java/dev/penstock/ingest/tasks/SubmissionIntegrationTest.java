package dev.penstock.ingest.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.Records;
import dev.penstock.ingest.TaskRows;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class SubmissionIntegrationTest {
    private static final String BODY =
            "{\"role\":\"copywriter\",\"tier\":\"urgent\",\"input\":\"Three headlines.\",\"labels\":{\"brand\":\"Acme\"}}";

    private static final String OTHER_BODY =
            "{\"role\":\"copywriter\",\"tier\":\"urgent\",\"input\":\"Four headlines.\"}";

    private final Api api = Api.shared();
    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);

    @Test
    void shouldPutTheTaskOnItsIntakeTopicBeforeAnswering() throws Exception {
        // when
        Answer answer = api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "k1");

        // then
        String id = TaskIds.fromKey(tenant, "k1").toString();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/v1/tasks/" + id);
        assertThat(answer.text("id")).isEqualTo(id);
        assertThat(answer.text("state")).isEqualTo("SUBMITTED");
        assertThat(answer.json().at("/links/self").asString()).isEqualTo("/v1/tasks/" + id);
        ConsumerRecord<byte[], byte[]> record = Records.of(
                        api.settings(), "penstock.tasks.copywriter.urgent", tenant, 1)
                .getFirst();
        assertThat(record.headers().lastHeader("content-type").value())
                .isEqualTo("application/x-protobuf".getBytes(StandardCharsets.US_ASCII));
        TaskRequest request = TaskRequest.parseFrom(record.value());
        assertThat(request.getTenant()).isEqualTo(tenant);
        assertThat(request.getIdempotencyKey()).isEqualTo("k1");
        assertThat(request.getInput()).isEqualTo("Three headlines.");
        assertThat(request.getTier()).isEqualTo(Tier.TIER_URGENT);
        assertThat(request.getLabelsMap()).containsEntry("brand", "Acme");
    }

    @Test
    void shouldDrawAKeyWhenNoneIsGiven() throws Exception {
        // when
        Answer first = api.post(key, "/v1/tasks", "{\"role\":\"data-analyst\",\"input\":\"Count.\"}");
        Answer second = api.post(key, "/v1/tasks", "{\"role\":\"data-analyst\",\"input\":\"Count.\"}");

        // then
        assertThat(first.text("tier")).isEqualTo("normal");
        assertThat(first.text("id")).isNotEqualTo(second.text("id"));
        List<String> ids = new ArrayList<>();
        for (var record : Records.of(api.settings(), "penstock.tasks.data-analyst.normal", tenant, 2)) {
            TaskRequest request = TaskRequest.parseFrom(record.value());
            ids.add(TaskIds.fromKey(tenant, request.getIdempotencyKey()).toString());
        }
        assertThat(ids).containsExactlyInAnyOrder(first.text("id"), second.text("id"));
    }

    @Test
    void shouldNameTheSameTaskForTheSameKeyAndRequest() {
        // given
        Answer first = api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "again");

        // when
        String spaced = BODY.replace(",", " , ");
        Answer second = api.post(key, "/v1/tasks", spaced, "Idempotency-Key", "again");

        // then
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void shouldRefuseTheSameKeyWithAnotherRequest() {
        // given
        String task =
                api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "taken").header("Location");

        // when
        Answer answer = api.post(key, "/v1/tasks", OTHER_BODY, "Idempotency-Key", "taken");

        // then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("/problems/idempotency-conflict");
        assertThat(answer.text("task")).isEqualTo(task);
        assertThat(api.get("", answer.text("type")).body()).contains("Idempotency-Key");
        assertThat(Records.of(api.settings(), "penstock.tasks.copywriter.urgent", tenant, 1))
                .hasSize(1);
    }

    @Test
    void shouldTakeTheSameKeyOfAnotherTenantAsAnotherTask() {
        // given
        String other = api.newKey(Api.newTenant());
        Answer mine = api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "shared");

        // when
        Answer theirs = api.post(other, "/v1/tasks", OTHER_BODY, "Idempotency-Key", "shared");

        // then
        assertThat(theirs.status()).isEqualTo(202);
        assertThat(theirs.text("id")).isNotEqualTo(mine.text("id"));
    }

    @Test
    void shouldFindTheConflictInTheDatabaseWhenRedisHasLostItsNotes() {
        // given
        api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "lost");
        TaskRows.insert(
                api.database(), tenant, TaskIds.fromKey(tenant, "lost"), "RUNNING", Instant.now(), new byte[] {1, 2, 3
                });
        flushRedis();

        // when
        Answer answer = api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "lost");

        // then
        assertThat(answer.status()).isEqualTo(409);
        // and the refused request has left no note of its own
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "lost").status())
                .isEqualTo(409);
    }

    @Test
    void shouldFreeTheKeyADayAfterTheTasksEnd() {
        // given
        Instant long2 = Instant.now().minus(25, ChronoUnit.HOURS);
        TaskRows.insert(
                api.database(), tenant, TaskIds.fromKey(tenant, "old"), "SUCCEEDED", long2, new byte[] {1, 2, 3});

        // then
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "old").status())
                .isEqualTo(202);
    }

    @Test
    void shouldKeepTheKeyOfADeadTaskForAsLongAsItMayBeReplayed() {
        // given two tasks that died, a day ago and eight
        Instant now = Instant.now();
        for (String idempotencyKey : List.of("dead", "dead-long-ago")) {
            Instant died = now.minus(idempotencyKey.equals("dead") ? 25 : 8 * 24, ChronoUnit.HOURS);
            UUID task = TaskIds.fromKey(tenant, idempotencyKey);
            TaskRows.insert(api.database(), tenant, task, "DEAD", died, new byte[] {1, 2, 3});
            TaskRows.update(api.database(), "UPDATE task_runs SET ended_at = accepted_at WHERE task_id = ?", task);
        }

        // then
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "dead").status())
                .isEqualTo(409);
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "dead-long-ago")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void shouldRefuseARoleThatHasNoTopics() {
        // when
        Answer answer = api.post(key, "/v1/tasks", "{\"role\":\"astrologer\",\"input\":\"Look up.\"}");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("type")).isEqualTo("/problems/unknown-role");
        assertThat(answer.text("detail")).contains("'astrologer'").contains("penstock.tasks.astrologer.");
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        expect(422, "input is missing", "{\"role\":\"copywriter\"}");
        expect(422, "tier is 'asap'", "{\"role\":\"copywriter\",\"input\":\"x\",\"tier\":\"asap\"}");
        expect(422, "maxAttempts", "{\"role\":\"copywriter\",\"input\":\"x\",\"maxAttempts\":99}");
        expect(422, "API key belongs", "{\"tenant\":\"somebody\",\"role\":\"copywriter\",\"input\":\"x\"}");
        expect(400, "not valid JSON", "{\"role\":");
        expect(400, "'colour' is unknown", "{\"role\":\"copywriter\",\"input\":\"x\",\"colour\":\"red\"}");
        expect(400, "Duplicate", "{\"role\":\"copywriter\",\"role\":\"copywriter\",\"input\":\"x\"}");
        expect(400, "must be a string", "{\"role\":7,\"input\":\"x\"}");
        expect(400, "empty", "");
    }

    @Test
    void shouldRefuseTooLongAnIdempotencyKey() {
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "k".repeat(200))
                        .status())
                .isEqualTo(202);
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "k".repeat(201))
                        .status())
                .isEqualTo(422);
        assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", " ").status())
                .isEqualTo(400);
    }

    @Test
    void shouldTakeProtobufToo() {
        // given
        TaskRequest request = TaskRequest.newBuilder()
                .setRole("copywriter")
                .setInput("As bytes.")
                .build();

        // when
        Answer answer = api.send(api.request(key, "/v1/tasks")
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray())));

        // then
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    }

    @Test
    void shouldFindATaskRightAfterItsSubmission() {
        // given
        String location = api.post(key, "/v1/tasks", BODY).header("Location");

        // when
        Answer answer = api.get(key, location);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("state")).isEqualTo("SUBMITTED");
        assertThat(answer.text("role")).isEqualTo("copywriter");
        assertThat(answer.text("tier")).isEqualTo("urgent");
        assertThat(answer.json().has("output")).isFalse();
    }

    @Test
    void shouldShowATaskAsItIsProjected() {
        // given
        UUID task = UUID.randomUUID();
        TaskRows.insert(api.database(), tenant, task, "SUCCEEDED");

        // when
        Answer answer = api.get(key, "/v1/tasks/" + task);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("state")).isEqualTo("SUCCEEDED");
        assertThat(answer.text("output")).isEqualTo("Rain or shine");
        assertThat(answer.text("campaign")).isEqualTo("spring");
        assertThat(answer.json().at("/labels/brand").asString()).isEqualTo("Acme");
        assertThat(answer.json().at("/usage/costMicros").asInt()).isEqualTo(300);
        assertThat(Instant.parse(answer.text("endedAt"))).isAfter(Instant.parse(answer.text("acceptedAt")));
        assertThat(answer.json().has("cause")).isFalse();
    }

    @Test
    void shouldAnswerAnythingThatIsNoTaskOfTheTenantAlike() {
        String unknown = api.get(key, "/v1/tasks/" + UUID.randomUUID()).toString();
        assertThat(unknown).startsWith("404");
        assertThat(api.get(key, "/v1/tasks/nonsense")).hasToString(unknown);
        assertThat(api.get(key, "/v1/tasks/1-1-1-1-1")).hasToString(unknown);
    }

    @Test
    void shouldWriteACancellationToTheTenantsSlot() throws Exception {
        // given
        String location = api.post(key, "/v1/tasks", BODY).header("Location");

        // when
        Answer answer = api.post(key, location + "/cancel", "");

        // then
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        ConsumerRecord<byte[], byte[]> record =
                Records.of(api.settings(), Topics.COMMANDS, tenant, 1).getFirst();
        Command command = Command.parseFrom(record.value());
        assertThat(record.partition()).isEqualTo(Slots.of(tenant, api.settings().number(SettingNames.SLOTS, 0)));
        assertThat(command.getTenant()).isEqualTo(tenant);
        assertThat(location).endsWith(command.getCancel().getTaskId());
    }

    @Test
    void shouldTellWorkersOfACancellationThatIsOnTheLog() throws Exception {
        // given
        String location = api.post(key, "/v1/tasks", BODY).header("Location");

        // when
        api.post(key, location + "/cancel", "");

        // then
        CancelNotice notice = CancelNotice.parseFrom(
                Records.of(api.settings(), Topics.CANCELS, tenant, 1).getFirst().value());
        ConsumerRecord<byte[], byte[]> command =
                Records.of(api.settings(), Topics.COMMANDS, tenant, 1).getFirst();
        assertThat(notice)
                .isEqualTo(CancelNotice.newBuilder()
                        .setTenant(tenant)
                        .setTaskId(
                                Command.parseFrom(command.value()).getCancel().getTaskId())
                        .setAtMillis(command.timestamp())
                        .build());
    }

    @Test
    void shouldNotCancelWhatIsOverOrUnknown() {
        // given
        UUID over = UUID.randomUUID();
        TaskRows.insert(api.database(), tenant, over, "SUCCEEDED");

        // then
        Answer answer = api.post(key, "/v1/tasks/" + over + "/cancel", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("type")).isEqualTo("/problems/task-already-ended");
        assertThat(api.post(key, "/v1/tasks/" + UUID.randomUUID() + "/cancel", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldListTasksInPagesWithoutGapOrDuplicate() {
        // given
        List<String> newestFirst = new ArrayList<>();
        Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (int i = 0; i < 7; i++) {
            UUID task = UUID.randomUUID();
            // Two at a time share their instant.
            TaskRows.insert(
                    api.database(), tenant, task, i == 0 ? "RUNNING" : "SUCCEEDED", at.minusMillis(i / 2), new byte[1]);
            newestFirst.add(task.toString());
        }

        // when
        List<String> listed = new ArrayList<>();
        String next = "";
        do {
            Answer page = api.get(key, "/v1/tasks?limit=3" + (next.isEmpty() ? "" : "&before=" + next));
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            page.json().path("tasks").forEach(task -> listed.add(task.path("id").asString()));
            next = page.text("next");
        } while (!next.isEmpty());

        // then
        assertThat(listed).containsExactlyInAnyOrderElementsOf(newestFirst);
        assertThat(api.get(key, "/v1/tasks?state=RUNNING").json().path("tasks")).hasSize(1);
        assertThat(api.get(key, "/v1/tasks?role=data-analyst").json().path("tasks"))
                .isEmpty();
        assertThat(api.get(key, "/v1/tasks?limit=0").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/tasks?limit=many").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/tasks?state=HAPPY").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/tasks?before=x").status()).isEqualTo(400);
    }

    private void expect(int status, String detail, String body) {
        Answer answer = api.post(key, "/v1/tasks", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("detail")).contains(detail);
    }

    private void flushRedis() {
        try (RedisClient redis = RedisClient.create(api.settings().text(SettingNames.REDIS_URL))) {
            redis.flushAll();
        }
    }
}

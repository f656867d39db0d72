package dev.penstock.ingest.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.Records;
import dev.penstock.ingest.TaskRows;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeadLettersIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String REPLAY = "/v1/dead-letters/replay";

    private final Api api = Api.shared();
    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);
    private final Instant now = Instant.now();

    private UUID dead(String role, String cause, int secondsAgo, long estimateMicros) {
        return TaskRows.dead(api.database(), tenant, role, cause, now.minusSeconds(secondsAgo), estimateMicros);
    }

    @Test
    void shouldGroupDeadTasksByCauseWithTheirPrice() {
        // given
        dead("copywriter", "provider_error", 60, 400);
        dead("copywriter", "provider_error", 50, 600);
        dead("data-analyst", "timeout", 40, 7_000);
        dead("copywriter", "provider_error", 8 * 86_400, 1);
        TaskRows.dead(api.database(), Api.newTenant(), "copywriter", "provider_error", now, 1);
        TaskRows.insert(api.database(), tenant, UUID.randomUUID(), "SUCCEEDED");

        // when
        JsonNode all = api.get(key, "/v1/dead-letters").json();

        // then
        assertThat(all.path("count").asInt()).isEqualTo(3);
        assertThat(all.path("priceMicros").asInt()).isEqualTo(8_000);
        JsonNode first = all.path("groups").path(0);
        assertThat(first.path("cause").asString()).isEqualTo("provider_error");
        assertThat(first.path("role").asString()).isEqualTo("copywriter");
        assertThat(first.path("count").asInt()).isEqualTo(2);
        assertThat(first.path("priceMicros").asInt()).isEqualTo(1_000);
        assertThat(first.path("costMicros").asInt()).isEqualTo(600);
        assertThat(Instant.parse(first.path("oldest").asString()))
                .isBefore(Instant.parse(first.path("newest").asString()));
        assertThat(count("?role=data-analyst")).isEqualTo(1);
        assertThat(count("?cause=timeout&role=copywriter")).isZero();
        assertThat(count("?campaign=spring")).isEqualTo(3);
        assertThat(count("?campaign=autumn")).isZero();
        assertThat(count("?since=" + now.minusSeconds(55))).isEqualTo(2);
        assertThat(count("?until=" + now.minusSeconds(55))).isEqualTo(1);
        assertThat(api.get(key, "/v1/dead-letters?since=yesterday").status()).isEqualTo(400);
    }

    private int count(String query) {
        return api.get(key, "/v1/dead-letters" + query).json().path("count").asInt();
    }

    @Test
    void shouldListThemInPagesLastDeadFirst() {
        // given
        List<String> lastFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lastFirst.add(dead("copywriter", "timeout", 10 + i, 400).toString());
        }

        // when
        List<String> listed = new ArrayList<>();
        String next = "";
        do {
            Answer page = api.get(key, "/v1/dead-letters/tasks?limit=2" + (next.isEmpty() ? "" : "&before=" + next));
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            page.json().path("tasks").forEach(task -> listed.add(task.path("id").asString()));
            next = page.text("next");
        } while (!next.isEmpty());

        // then
        assertThat(listed).isEqualTo(lastFirst);
        JsonNode task = api.get(key, "/v1/dead-letters/tasks?cause=timeout")
                .json()
                .path("tasks")
                .path(0);
        assertThat(task.path("message").asString()).isEqualTo("It gave up");
        assertThat(task.path("attempts").asInt()).isEqualTo(1);
        assertThat(task.path("costMicros").asInt()).isEqualTo(300);
        assertThat(task.path("priceMicros").asInt()).isEqualTo(400);
        assertThat(api.get(key, "/v1/dead-letters/tasks?limit=201").status()).isEqualTo(400);
        assertThat(api.get(key, "/v1/dead-letters/tasks?before=x").status()).isEqualTo(400);
    }

    @Test
    void shouldTellWhatAReplayWouldDoBeforeItDoesIt() throws Exception {
        // given
        UUID first = dead("copywriter", "provider_error", 60, 400);
        dead("copywriter", "provider_error", 50, 600);
        UUID refused = dead("copywriter", "provider_error", 40, 500);
        dead("copywriter", "timeout", 30, 1);

        // when
        Answer dry = api.post(key, REPLAY, "{\"cause\":\"provider_error\",\"maxTasks\":2}");
        Answer real = api.post(key, REPLAY, "{\"cause\":\"provider_error\",\"perSecond\":200,\"dryRun\":false}");

        // then
        assertThat(dry.status()).as(dry.toString()).isEqualTo(200);
        assertThat(dry.json().path("count").asInt()).isEqualTo(2);
        assertThat(dry.json().path("matching").asInt()).isEqualTo(3);
        assertThat(dry.json().path("priceMicros").asInt()).isEqualTo(1_000);
        assertThat(dry.json().path("first").path(0).asString()).isEqualTo(first.toString());
        assertThat(real.status()).as(real.toString()).isEqualTo(202);
        List<ConsumerRecord<byte[], byte[]>> commands = Records.of(api.settings(), Topics.COMMANDS, tenant, 3);
        assertThat(commands).as("the dry run wrote none").hasSize(3);
        Command command = Command.parseFrom(commands.getFirst().value());
        assertThat(commands.getFirst().partition())
                .isEqualTo(Slots.of(tenant, api.settings().number(SettingNames.SLOTS, 0)));
        assertThat(command.getReplay().getTaskId()).isEqualTo(first.toString());
        assertThat(command.getReplay().getReason()).isEqualTo("requested");

        // and when the engine has answered
        String progress = real.header("Location");
        Await.until("all to be sent", LIMIT, () -> api.get(key, progress)
                .text("state")
                .equals("sent"));
        assertThat(api.get(key, progress).json().path("left").asInt()).isEqualTo(3);
        TaskRows.update(
                api.database(),
                "UPDATE task_runs SET replays = 1, state = CASE task_id WHEN ? THEN 'SUCCEEDED' ELSE state END"
                        + " WHERE tenant = ? AND cause = 'provider_error' AND task_id <> ?",
                first,
                tenant,
                refused);
        TaskRows.update(api.database(), "UPDATE task_runs SET replay_refusals = 1 WHERE task_id = ?", refused);

        // then
        JsonNode done = api.get(key, progress).json();
        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(done.path("asked").asInt()).isEqualTo(3);
        assertThat(done.path("sent").asInt()).isEqualTo(3);
        assertThat(done.path("replayed").asInt()).isEqualTo(2);
        assertThat(done.path("refused").asInt()).isEqualTo(1);
        assertThat(done.path("left").asInt()).isZero();
        assertThat(done.path("succeeded").asInt()).isEqualTo(1);
        assertThat(done.path("deadAgain").asInt()).isEqualTo(1);
        assertThat(done.path("priceMicros").asInt()).isEqualTo(1_500);
        String other = api.newKey(Api.newTenant());
        assertThat(api.get(other, progress).status()).isEqualTo(404);
        assertThat(api.get(key, "/v1/dead-letters/replays/x").status()).isEqualTo(404);
    }

    @Test
    void shouldThrottleAReplayAndTakeNoOtherMeanwhile() {
        // given
        dead("copywriter", "timeout", 60, 400);
        dead("copywriter", "timeout", 50, 400);

        // when
        Answer first = api.post(key, REPLAY, "{\"perSecond\":1,\"dryRun\":false}");
        Answer second = api.post(key, REPLAY, "{\"dryRun\":false}");

        // then
        assertThat(first.text("state")).isEqualTo("sending");
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.text("type")).isEqualTo("/problems/too-many-replays");
        assertThat(api.post(key, REPLAY, "{\"dryRun\":true}").status()).isEqualTo(200);
        Await.until("all to be sent", LIMIT, () -> api.get(key, first.header("Location"))
                .text("state")
                .equals("sent"));
        Instant startedAt = Instant.parse(first.text("startedAt"));
        assertThat(Duration.between(startedAt, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(api.post(key, REPLAY, "{\"dryRun\":false}").status()).isEqualTo(202);
    }

    @Test
    void shouldSayWhatIsWrongWithAReplay() {
        expect(400, "'colour' is unknown", "{\"colour\":\"red\"}");
        expect(400, "not valid JSON", "{\"role\":");
        expect(400, "JSON object", "[]");
        expect(400, "role must be a string", "{\"role\":7}");
        expect(400, "dryRun must be true or false", "{\"dryRun\":\"no\"}");
        expect(400, "since must be a time", "{\"since\":\"yesterday\"}");
        expect(422, "maxTasks must be 1 to 10000", "{\"maxTasks\":0}");
        expect(422, "perSecond must be 1 to 200", "{\"perSecond\":201}");
        expect(422, "reason may have at most 200", "{\"reason\":\"" + "x".repeat(201) + "\"}");
    }

    private void expect(int status, String detail, String body) {
        Answer answer = api.post(key, REPLAY, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("detail")).contains(detail);
    }

    @Test
    void shouldReplayASingleDeadTaskAndNoOther() throws Exception {
        // given
        UUID dead = dead("copywriter", "timeout", 60, 400);
        UUID old = dead("copywriter", "timeout", 8 * 86_400, 400);
        UUID running = UUID.randomUUID();
        TaskRows.insert(api.database(), tenant, running, "RUNNING");

        // when
        Answer answer = api.post(key, "/v1/tasks/" + dead + "/replay", "");

        // then
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.text("state")).isEqualTo("DEAD");
        Command command = Command.parseFrom(Records.of(api.settings(), Topics.COMMANDS, tenant, 1)
                .getFirst()
                .value());
        assertThat(command.getReplay().getTaskId()).isEqualTo(dead.toString());
        for (UUID not : List.of(old, running)) {
            Answer refused = api.post(key, "/v1/tasks/" + not + "/replay", "");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("type")).isEqualTo("/problems/task-not-replayable");
        }
        assertThat(api.post(key, "/v1/tasks/" + UUID.randomUUID() + "/replay", "")
                        .status())
                .isEqualTo(404);
    }
}

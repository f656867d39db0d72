package dev.penstock.ingest.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.SseClient;
import dev.penstock.ingest.SseClient.Frame;
import dev.penstock.ingest.TaskRows;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.v1.OutputChunk;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import tools.jackson.databind.json.JsonMapper;

/** The stream of one task over real HTTP and Redis; its pieces and its end are put where the projections put them. */
class OutputIntegrationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long GRANT = 1_764_232_200_012L;

    private final Api api = Api.shared();
    private final RedisClient redis = RedisClient.create(api.settings().text(SettingNames.REDIS_URL));
    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);
    private final UUID task = UUID.randomUUID();

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void shouldShowWhatIsMadeAndGoOnAtAnotherInstance() throws Exception {
        running();
        String first;
        StringBuilder text = new StringBuilder();
        try (SseClient client = open(api, "")) {
            piece(1, 1, "Rain ", false);
            piece(1, 2, "or ☂ ", false);
            List<Frame> frames = client.frames(2);
            assertThat(frames).extracting(Frame::event).containsOnly("chunk");
            assertThat(frames).extracting(Frame::id).containsExactly("1-1-" + GRANT, "1-2-" + GRANT);
            first = frames.getFirst().id();
            text.append(text(frames.getFirst()));
        }
        try (Api other = new Api(api.settings())) {
            assertThat(other.port()).isNotEqualTo(api.port());
            try (SseClient client = SseClient.open(other.request(key, path()).header("Last-Event-ID", first))) {
                piece(1, 3, "🏗 shine", true);
                succeeded("Rain or ☂ 🏗 shine");
                List<Frame> frames = client.frames(3);
                frames.stream()
                        .filter(frame -> frame.event().equals("chunk"))
                        .forEach(frame -> text.append(text(frame)));
                assertThat(frames).extracting(Frame::event).containsExactly("chunk", "chunk", "end");
                assertThat(client.awaitEnd(Duration.ofSeconds(10))).isTrue();

                Answer stored = other.get(key, "/v1/tasks/" + task + "/output");
                assertThat(text.toString().getBytes(StandardCharsets.UTF_8))
                        .isEqualTo(stored.text("output").getBytes(StandardCharsets.UTF_8));
                assertThat(JSON.readTree(frames.getLast().data()).get("sha256").asString())
                        .isEqualTo(stored.text("sha256"));
            }
        }
    }

    @Test
    void shouldGiveALateReaderEverything() {
        succeeded("Rain or shine");
        try (SseClient client = open(api, "")) {
            assertThat(client.frames(2)).extracting(Frame::event).containsExactly("chunk", "end");
            assertThat(text(client.frames(2).getFirst())).isEqualTo("Rain or shine");
        }
        Answer again = api.send(
                api.request(key, path()).header("Last-Event-ID", "1-end").GET());
        assertThat(again.status()).isEqualTo(204);
    }

    @Test
    void shouldBeginAnewWhenAnotherAttemptDoes() {
        running();
        try (SseClient client = open(api, "")) {
            piece(1, 1, "half a sen", true);
            client.frames(1);
            piece(2, 1, "a whole sentence", true);
            List<Frame> frames = client.frames(3);
            assertThat(frames).extracting(Frame::event).containsExactly("chunk", "restart", "chunk");
            assertThat(text(frames.getLast())).isEqualTo("a whole sentence");
        }
    }

    @Test
    void shouldShowNobodyElsesOutput() {
        succeeded("Rain or shine");
        String stranger = api.newKey(Api.newTenant());
        for (String path : List.of(path(), "/v1/tasks/" + task + "/output")) {
            Answer others = api.get(stranger, path);
            Answer unknown = api.get(
                    stranger, path.replace(task.toString(), UUID.randomUUID().toString()));
            assertThat(others.status()).isEqualTo(404);
            assertThat(others.text("type")).isEqualTo(unknown.text("type"));
            assertThat(others.text("detail")).isEqualTo(unknown.text("detail"));
        }
    }

    @Test
    void shouldNotBelieveAKeyAlone() {
        running();
        try (SseClient client = open(api, "")) {
            add(OutputChunk.newBuilder()
                    .setTenant("somebody-else")
                    .setTaskId(task.toString())
                    .setAttempt(1)
                    .setGrantedAtMillis(GRANT)
                    .setNumber(1)
                    .setText("a secret")
                    .build());
            succeeded("Rain or shine");
            wake();
            assertThat(client.frames(2)).extracting(Frame::data).noneMatch(data -> data.contains("secret"));
        }
    }

    @Test
    void shouldSayThatThereIsNoOutputYet() {
        running();
        Answer answer = api.get(key, "/v1/tasks/" + task + "/output");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("type")).isEqualTo("/problems/no-output");
        assertThat(api.get(key, path() + "?after=nonsense").status()).isEqualTo(400);
        assertThat(api.send(api.request(key, path()).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(405);
    }

    private SseClient open(Api at, String after) {
        return SseClient.open(at.request(key, path() + (after.isEmpty() ? "" : "?after=" + after)));
    }

    private String path() {
        return "/v1/tasks/" + task + "/stream";
    }

    private void running() {
        TaskRows.insert(api.database(), tenant, task, "RUNNING");
    }

    private void succeeded(String output) {
        TaskRows.update(api.database(), "DELETE FROM task_runs WHERE tenant = ? AND task_id = ?", tenant, task);
        running();
        // In one step, as the projection does: an output that changes would be told as a restart.
        TaskRows.update(
                api.database(),
                "UPDATE task_runs SET state = 'SUCCEEDED', ended_at = now(), output = ? WHERE task_id = ?",
                output,
                task);
        wake();
    }

    private void piece(int attempt, int number, String text, boolean last) {
        add(OutputChunk.newBuilder()
                .setTenant(tenant)
                .setTaskId(task.toString())
                .setAttempt(attempt)
                .setGrantedAtMillis(GRANT + attempt - 1)
                .setNumber(number)
                .setText(text)
                .setLast(last)
                .build());
        wake();
    }

    private void add(OutputChunk piece) {
        redis.xadd(
                ("penstock:{" + tenant + "}:output:" + task).getBytes(StandardCharsets.UTF_8),
                XAddParams.xAddParams().id(new StreamEntryID(piece.getGrantedAtMillis(), piece.getNumber())),
                Map.of("c".getBytes(StandardCharsets.UTF_8), piece.toByteArray()));
    }

    private void wake() {
        redis.publish("penstock:{" + tenant + "}:output:" + task + ":wake", "");
    }

    private static String text(Frame frame) {
        return JSON.readTree(frame.data()).get("text").asString();
    }
}

package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code penstock dead} and {@code penstock replay} against a server that plays the API. */
class DeadLetterCommandsTest {
    private static final String DONE = """
      {"id":"r1","state":"%s","asked":2,"sent":2,"replayed":%d,"refused":%d,"left":0,"succeeded":%d,"deadAgain":%d}""";

    private record Played(int status, String body) {}

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<Played> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            Played answer = answers.removeFirst();
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... args) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        String[] all = Stream.concat(Arrays.stream(args), Stream.of("--url", url, "--api-key", "k"))
                .toArray(String[]::new);
        return Penstock.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private void answering(int status, String body) {
        answers.add(new Played(status, body));
    }

    @Test
    void shouldShowDeadTasksByCauseWithTheirPrice() {
        answering(200, """
          {"count":12,"priceMicros":144000,"groups":[{"cause":"provider_error","role":"copywriter","count":12,
           "oldest":"2026-01-31T12:00:00Z","newest":"2026-01-31T13:00:00Z","priceMicros":144000,"costMicros":31200}]}""");

        assertThat(run("dead", "--role", "copywriter", "--since", "2026-01-31T00:00:00Z"))
                .isEqualTo(ExitCodes.OK);

        assertThat(out.toString()).contains("provider_error", "$0.1440", "$0.0312", "12 dead; trying each once more");
        assertThat(requests).containsExactly("GET /v1/dead-letters?role=copywriter&since=2026-01-31T00%3A00%3A00Z");
    }

    @Test
    void shouldSayThatNothingIsDead() {
        answering(200, "{\"count\":0,\"groups\":[]}");

        assertThat(run("dead")).isEqualTo(ExitCodes.OK);

        assertThat(out.toString()).contains("No task is dead.");
    }

    @Test
    void shouldOnlyTellWhatAReplayWouldDoUnlessToldTo() {
        answering(200, "{\"count\":2,\"matching\":5,\"perSecond\":20,\"priceMicros\":24000,\"first\":[\"t1\",\"t2\"]}");

        assertThat(run("replay", "--cause", "timeout", "--max", "2")).isEqualTo(ExitCodes.OK);

        assertThat(out.toString()).contains("Would replay 2 of 5 dead tasks", "$0.0240", "t2", "--yes does it");
        assertThat(requests)
                .containsExactly(
                        "POST /v1/dead-letters/replay {\"cause\":\"timeout\",\"maxTasks\":2,\"perSecond\":20,\"dryRun\":true}");
    }

    @Test
    void shouldFollowAReplayToTheTasksEnds() {
        answering(202, DONE.formatted("sending", 0, 0, 0, 0));
        answering(200, DONE.formatted("done", 2, 0, 1, 0));
        answering(200, DONE.formatted("done", 2, 0, 2, 0));

        assertThat(run("replay", "--all", "--yes", "--reason", "well again")).isEqualTo(ExitCodes.OK);

        assertThat(out.toString()).contains("2 replayed, 0 refused, 0 without answer; 2 succeeded, 0 dead again");
        assertThat(requests.getFirst()).contains("\"reason\":\"well again\"", "\"dryRun\":false");
        assertThat(requests.getLast()).isEqualTo("GET /v1/dead-letters/replays/r1");
    }

    @Test
    void shouldExit1WhenATaskIsRefusedOrDiesAgain() {
        answering(202, DONE.formatted("done", 1, 1, 1, 0));
        assertThat(run("replay", "--all", "--yes")).isEqualTo(ExitCodes.FAILED);

        answering(202, DONE.formatted("done", 2, 0, 1, 1));
        assertThat(run("replay", "--all", "--yes")).isEqualTo(ExitCodes.FAILED);

        answering(202, """
          {"id":"r1","state":"stopped","asked":2,"sent":1,"message":"Kafka did not acknowledge."}""");
        assertThat(run("replay", "--all", "--yes")).isEqualTo(ExitCodes.FAILED);
        assertThat(out.toString()).contains("It was stopped: Kafka did not acknowledge.");
    }

    @Test
    void shouldReplayASingleTask() {
        answering(202, "{\"id\":\"t1\",\"state\":\"DEAD\"}");
        answering(409, "{\"title\":\"No\",\"detail\":\"The task is RUNNING.\"}");

        assertThat(run("replay", "t1")).isEqualTo(ExitCodes.OK);
        assertThat(run("replay", "t1")).isEqualTo(ExitCodes.FAILED);

        assertThat(requests).containsOnly("POST /v1/tasks/t1/replay");
        assertThat(err.toString()).contains("The task is RUNNING. (HTTP 409)");
    }

    @Test
    void shouldAskWhatToReplay() {
        assertThat(run("replay")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("replay", "t1", "--cause", "timeout")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("dead", "--since", "yesterday")).isEqualTo(ExitCodes.USAGE);
        assertThat(requests).isEmpty();
    }
}

package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code penstock tenant}, {@code lane} and {@code role} against a server that plays the API. */
class LimitCommandsTest {
    private static final String TENANT = """
      {"tenant":"acme","plan":"pro","version":8,"flow":"paused",
       "closedBy":{"by":"operator key k0 (on call)","byOperator":true,"at":"2026-11-27T05:00:00Z","reason":"unpaid"},
       "maxConcurrent":3,"grantedMaxConcurrent":6,"monthlyBudgetMicros":25000000,"maxBacklog":0,"weight":2,"tokensPerMinute":0,
       "roles":{"copywriter":{"enabled":true,"flow":"draining","drained":false,"maxConcurrent":2,"grantedMaxConcurrent":4,
         "monthlyTaskLimit":30,"live":1,"queued":4}},
       "live":1,"pending":12,"month":{"spentMicros":1500000,"unknownMicros":0,"reservedMicros":20000},
       "changes":[{"id":"c","version":8,"by":"operator key k0 (on call)","byOperator":true,"at":"2026-11-27T05:00:00Z",
         "reason":"unpaid","fields":[{"field":"flow","from":"open","to":"paused"}]}]}""";
    private static final String CHANGE = """
      {"outcome":"%s","id":"c","fields":[{"field":"copywriter.maxConcurrent","from":"4","to":"2"}],"tenant":{"tenant":"acme","version":8}}""";
    private static final String ROLE =
            "{\"role\":\"copywriter\",\"version\":3,\"enabled\":true,\"flow\":\"open\",\"maxConcurrent\":40,\"live\":12,"
                    + "\"readyLanes\":3,\"slots\":12,\"slotsInForce\":11,\"changes\":[]}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new ArrayList<>();
    private int status = 200;
    private String answer = "{}";
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String match = exchange.getRequestHeaders().getFirst("If-Match");
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body
                            + (match == null ? "" : " for " + match))
                    .strip());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
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

    @Test
    void shouldShowATenantsLimitsAndWhoChangedThem() {
        answer = TENANT;

        assertThat(run("tenant", "show", "acme")).isEqualTo(ExitCodes.OK);

        assertThat(requests).containsExactly("GET /v1/tenants/acme");
        assertThat(out.toString())
                .contains("acme, plan pro, version 8, paused by operator key k0 (on call) since 2026-11-27", "(unpaid)")
                .contains("runs 1 of 3 (granted 6); 12 of the engine's bound waiting")
                .contains("this month $1.50 spent, $0.00 unknown, $0.02 reserved of $25.00")
                .containsPattern("copywriter +draining +1/2 +4 +30")
                .contains("not yet drained", "up to 4 granted")
                .containsPattern("v8 .* flow open -> paused \\(unpaid\\)");
    }

    @Test
    void shouldSendWhatIsNamedAndShowBeforeAndAfter() {
        answer = CHANGE.formatted("applied");

        assertThat(run("lane", "limit", "acme", "copywriter", "--max-concurrent", "2", "--if-version", "7"))
                .isEqualTo(ExitCodes.OK);
        run("tenant", "limit", "acme", "--budget", "$25.50", "--max-concurrent", "none", "--reason", "new contract");
        run("lane", "pause", "acme", "copywriter");
        run("tenant", "drain", "acme");
        run("role", "limit", "copywriter", "--max-concurrent", "40");
        run("role", "disable", "copywriter", "--reason", "quota");
        run("tenant", "create", "winery", "--plan", "pro", "--budget", "5");

        assertThat(out.toString()).contains("acme: in force in version 8", "copywriter.maxConcurrent", "4 -> 2");
        assertThat(requests)
                .containsExactly(
                        "PATCH /v1/tenants/acme {\"roles\":{\"copywriter\":{\"maxConcurrent\":2}}} for \"7\"",
                        "PATCH /v1/tenants/acme {\"maxConcurrent\":0,\"monthlyBudgetMicros\":25500000,\"reason\":\"new contract\"}",
                        "PATCH /v1/tenants/acme {\"roles\":{\"copywriter\":{\"flow\":\"paused\"}}}",
                        "PATCH /v1/tenants/acme {\"flow\":\"draining\"}",
                        "PATCH /v1/roles/copywriter {\"maxConcurrent\":40}",
                        "PATCH /v1/roles/copywriter {\"enabled\":false,\"reason\":\"quota\"}",
                        "POST /v1/tenants {\"tenant\":\"winery\",\"plan\":\"pro\",\"monthlyBudgetMicros\":5000000}");
    }

    @Test
    void shouldOnlyTellOnADryRun() {
        answer = CHANGE.formatted("dry_run");

        assertThat(run("tenant", "limit", "acme", "--weight", "3", "--dry-run")).isEqualTo(ExitCodes.OK);

        assertThat(requests).containsExactly("PATCH /v1/tenants/acme?dryRun=true {\"weight\":3}");
        assertThat(out.toString()).contains("would be version 8, nothing was done");
    }

    @Test
    void shouldExitWith1WhenTheApiSaysNo() {
        status = 412;
        answer =
                "{\"type\":\"/problems/version-conflict\",\"detail\":\"The change is for version 7, but version 8 is in force.\"}";

        assertThat(run("tenant", "pause", "acme", "--if-version", "7")).isEqualTo(ExitCodes.FAILED);

        assertThat(err.toString()).contains("but version 8 is in force. (HTTP 412)");
    }

    @Test
    void shouldShowRolesAndGiveProgramsTheAnswerAsItIs() {
        answer = "{\"roles\":[" + ROLE + "]}";
        assertThat(run("role", "list")).isEqualTo(ExitCodes.OK);
        answer = ROLE;
        assertThat(run("role", "show", "copywriter")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .containsPattern("copywriter +3 +open +12/40 +3")
                .contains("runs 12 of 40 over all tenants", "in force in 11 of 12 slots");

        assertThat(run("role", "show", "copywriter", "--json")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).endsWith(ROLE + System.lineSeparator());
    }

    @Test
    void shouldListTenantsPageByPage() {
        answer =
                "{\"tenants\":[{\"tenant\":\"acme\",\"plan\":\"pro\",\"version\":8,\"flow\":\"open\",\"live\":1,\"pending\":2}],\"next\":\"acme\"}";

        assertThat(run("tenant", "list", "--limit", "1", "--after", "a")).isEqualTo(ExitCodes.OK);

        assertThat(requests).containsExactly("GET /v1/tenants?limit=1&after=a");
        assertThat(out.toString()).containsPattern("acme +pro +8 +open +1 +2").contains("more with --after acme");
    }
}

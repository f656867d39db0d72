package dev.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.LogEvent;
import dev.penstock.audit.LogFold;
import dev.penstock.cli.board.Board;
import dev.penstock.cli.board.Events;
import dev.penstock.cli.board.LaneKey;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoReportTest {
    private static final String T = "acme";
    private static final String COPY = "copywriter";
    private static final List<TaskKey> HANDED_IN =
            List.of(new TaskKey(T, "a"), new TaskKey(T, "b"), new TaskKey(T, "x"));

    private final Board board = new Board();

    private static Events morning() {
        return new Events()
                .configured(T, 1, COPY)
                .accepted(T, COPY, Tier.TIER_URGENT, "a")
                .accepted(T, COPY, Tier.TIER_NORMAL, "b")
                .rejected(T, "data-analyst", "x")
                .pass(30)
                .granted(T, "a", 1, 1, 1)
                .started(T, "a", 1)
                .pass(500)
                .succeeded(T, "a", 1)
                .granted(T, "b", 1, 1, 1)
                .started(T, "b", 1)
                .pass(500)
                .succeeded(T, "b", 1);
    }

    private static List<ProviderCall> calls() {
        return List.of(
                new ProviderCall(10_030, 10_520, new LaneKey(T, COPY), new TaskKey(T, "a"), 1, 1, "openai", "ok"),
                new ProviderCall(10_540, 11_000, new LaneKey(T, COPY), new TaskKey(T, "b"), 1, 1, "webhook", "ok"));
    }

    private DemoReport report(List<Event> events, List<ProviderCall> calls) {
        LogFold fold = new LogFold(AuditOptions.DEFAULT.withQuiet(true));
        for (int i = 0; i < events.size(); i++) {
            board.apply(events.get(i));
            fold.event(LogEvent.of(0, i, events.get(i)));
        }
        AuditReport audit = fold.finish(Map.of());
        return DemoReport.of(
                HANDED_IN.size(),
                HANDED_IN.size(),
                board.settled(HANDED_IN),
                board.totals(),
                board.rows(),
                calls,
                audit);
    }

    @Test
    void shouldAccountForAGoodMorning(@TempDir Path dir) throws IOException {
        DemoReport report = report(morning().list(), calls());
        Path file = dir.resolve("reports").resolve("r.json");
        report.write(file);

        assertThat(report.good()).isTrue();
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(json).isEqualTo(JsonMapper.shared().readTree("""
                    {"submitted":3,"accepted":2,"planned":0,"rejected":1,"succeeded":2,"dead":0,"lost":0,"duplicates":0,"capViolations":0,
                     "wait_ms":{"urgent":{"p50":30,"p99":30},"normal":{"p50":530,"p99":530},"batch":{"p50":0,"p99":0}},
                     "tokens":{"acme":300},"cost_micros":{"acme":3000},"max_concurrent":{"acme/copywriter":1},
                     "provider":{"calls":2,"own_runtimes":1,"outcomes":{"ok":2},"max_concurrent":{"acme/copywriter":1}},"campaigns":[]}"""));
    }

    @Test
    void shouldNotBeGoodWhileACampaignRuns() {
        Events open = morning().campaign(T, "spring", "running", 2, 1);
        DemoReport report = report(open.list(), calls());

        assertThat(report.good()).isFalse();
        assertThat(report.json()).extractingByKey("campaigns").asString().contains("spring", "running");
    }

    @Test
    void shouldCallATaskThatNeverEndsLost() {
        List<Event> events = new ArrayList<>(morning().list());
        events.removeLast();

        DemoReport report = report(events, calls());

        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.good()).isFalse();
    }

    @Test
    void shouldCountWhatTheProviderSawOverTheCap() {
        List<ProviderCall> calls = new ArrayList<>(calls());
        calls.add(new ProviderCall(10_600, 10_700, new LaneKey(T, COPY), new TaskKey(T, "a"), 1, 2, "openai", "ok"));

        DemoReport report = report(morning().list(), calls);

        assertThat(report.capViolations()).isEqualTo(1);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.good()).isFalse();
    }

    @Test
    void shouldTakePercentilesByNearestRank() {
        assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(0, 0, 0));
        assertThat(Percentiles.of(List.of(5L))).isEqualTo(new Percentiles(1, 5, 5));
        assertThat(Percentiles.of(List.of(4L, 1L, 3L, 2L))).isEqualTo(new Percentiles(4, 2, 4));
    }
}

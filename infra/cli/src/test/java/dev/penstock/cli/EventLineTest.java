package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.board.Style;
import dev.penstock.cli.http.SseFrame;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private final EventLine lines = new EventLine(new Style(false), ZoneOffset.UTC);

    @Test
    void shouldShowWhatHappenedToATask() {
        SseFrame frame = new SseFrame(
                "44-1219",
                "succeeded",
                "{\"taskId\":\"0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d\",\"role\":\"copywriter\",\"tier\":\"normal\",\"at\":\"2026-11-23T08:30:04.301Z\","
                        + "\"attempt\":1,\"usage\":{\"inputTokens\":412,\"outputTokens\":873,\"costMicros\":14331},\"output\":\"...\"}");

        assertThat(lines.of(frame))
                .isEqualTo(
                        "08:30:04.301  0f3b1c52  copywriter            normal  succeeded        attempt 1, 1285 tokens, $0.0143");
        assertThat(EventLine.taskId(frame)).isEqualTo("0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d");
    }

    @Test
    void shouldShowWhereAPlannedTaskStandsAndHowItsCampaignDoes() {
        assertThat(
                        lines.of(
                                new SseFrame(
                                        "5-1",
                                        "accepted",
                                        "{\"taskId\":\"0f3b1c52\",\"role\":\"copywriter\",\"tier\":\"normal\",\"name\":\"page\",\"after\":[\"1\",\"2\"]}")))
                .endsWith("accepted         page after 2 others");
        assertThat(lines.of(new SseFrame(
                        "6-1",
                        "campaign-progressed",
                        "{\"at\":\"2026-11-23T08:30:04Z\",\"campaign\":\"spring\",\"state\":\"running\",\"total\":6,\"succeeded\":2,"
                                + "\"failed\":1,\"cancelled\":0,\"costMicros\":14331}")))
                .endsWith("campaign-progressed  spring: running, 2 of 6 done, 1 failed, $0.0143");
        assertThat(lines.of(new SseFrame(
                        "7-1", "campaign-cancelled", "{\"campaign\":\"spring\",\"reason\":\"requested\"}")))
                .endsWith("campaign-cancelled  spring, requested");
    }

    @Test
    void shouldShowWhereAnAttemptIsRoutedAndHowFarItIs() {
        assertThat(
                        lines.of(
                                new SseFrame(
                                        "8-1",
                                        "routed",
                                        "{\"taskId\":\"0f3b1c52\",\"attempt\":1,\"from\":\"anthropic/a\",\"to\":\"openai/b\",\"message\":\"rate_limited\"}")))
                .endsWith("routed           attempt 1, anthropic/a to openai/b, rate_limited");
        assertThat(lines.of(new SseFrame(
                        "9-1",
                        "routed",
                        "{\"taskId\":\"0f3b1c52\",\"attempt\":1,\"from\":\"anthropic/a\",\"message\":\"down\"}")))
                .endsWith("routed           attempt 1, anthropic/a waits, down");
        assertThat(lines.of(new SseFrame(
                        "10-1", "progress", "{\"taskId\":\"0f3b1c52\",\"attempt\":1,\"message\":\"half way\"}")))
                .endsWith("progress         attempt 1, half way");
    }

    @Test
    void shouldShowAnEventOfNoTask() {
        assertThat(lines.of(new SseFrame("1-0", "configured", "{\"at\":\"2026-11-23T08:30:04Z\",\"plan\":\"pro\"}")))
                .isEqualTo("08:30:04.000                                          configured");
    }
}

package dev.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.board.LaneKey;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.cli.board.Totals.CutShort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderAccountTest {
    private static final LaneKey LANE = new LaneKey("acme", "copywriter");
    private static final Map<LaneKey, Integer> CAP_1 = Map.of(LANE, 1);

    private static ProviderCall call(String task, int attempt, long begin, long end, int laneCalls, String outcome) {
        return new ProviderCall(begin, end, LANE, new TaskKey("acme", task), attempt, laneCalls, "anthropic", outcome);
    }

    @Test
    void shouldFindNothingInCallsOneAfterTheOther() {
        ProviderAccount account = ProviderAccount.of(
                List.of(
                        call("a", 1, 0, 10, 1, "rate_limit_error"),
                        call("a", 1, 20, 30, 1, "ok"),
                        call("b", 1, 30, 40, 1, "ok")),
                CAP_1,
                Set.of());

        assertThat(account.overCap()).isZero();
        assertThat(account.repeated()).isZero();
        assertThat(account.calls()).isEqualTo(3);
        assertThat(account.outcomes()).isEqualTo(Map.of("ok", 2L, "rate_limit_error", 1L));
        assertThat(account.mostAtOnce()).isEqualTo(Map.of(LANE, 1));
    }

    @Test
    void shouldCountACallOverTheCap() {
        ProviderAccount account = ProviderAccount.of(
                List.of(call("a", 1, 0, 10, 1, "ok"), call("b", 1, 5, 15, 2, "ok")), CAP_1, Set.of());

        assertThat(account.overCap()).isEqualTo(1);
        assertThat(account.mostAtOnce()).isEqualTo(Map.of(LANE, 2));
    }

    @Test
    void shouldExcuseAnOverlapWithAnAttemptThatTheEngineHadEnded() {
        List<ProviderCall> calls = List.of(call("a", 1, 0, 0, 1, "running"), call("a", 2, 50, 60, 2, "ok"));

        assertThat(ProviderAccount.of(calls, CAP_1, Set.of(new CutShort(new TaskKey("acme", "a"), 1, 40)))
                        .overCap())
                .isZero();
        assertThat(ProviderAccount.of(calls, CAP_1, Set.of(new CutShort(new TaskKey("acme", "a"), 1, 55)))
                        .overCap())
                .isEqualTo(1);
    }

    @Test
    void shouldCountAnAttemptThatSucceededTwiceAndAnUnknownLane() {
        List<ProviderCall> twice = List.of(call("a", 1, 0, 10, 1, "ok"), call("a", 1, 20, 30, 1, "ok"));

        assertThat(ProviderAccount.of(twice, CAP_1, Set.of()).repeated()).isEqualTo(1);
        assertThat(ProviderAccount.of(twice, Map.of(), Set.of()).overCap()).isEqualTo(2);
    }
}

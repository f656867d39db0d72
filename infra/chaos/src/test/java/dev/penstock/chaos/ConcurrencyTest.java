package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.RetryScheduled;
import dev.penstock.schemas.v1.TaskRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private final LeaseEnds ends = new LeaseEnds();

    @Test
    void shouldCountTheCallsOfEachLaneAtOnce() {
        Concurrency seen = Concurrency.of(
                List.of(call("a", "t1", 1, 0, 100), call("a", "t2", 1, 50, 150), call("b", "t3", 1, 60, 90)), 2, ends);

        assertThat(seen.lanes()).isEqualTo(2);
        assertThat(seen.most()).isEqualTo(2);
        assertThat(seen.overshoot()).isZero();
        assertThat(seen.holds()).isTrue();
    }

    @Test
    void shouldNotCountACallThatEndedInTheMillisecondInWhichAnotherBegan() {
        assertThat(Concurrency.of(List.of(call("a", "t1", 1, 0, 100), call("a", "t2", 1, 100, 150)), 1, ends)
                        .most())
                .isEqualTo(1);
    }

    @Test
    void shouldFindACapThatWasBrokenWithoutTheLogsWord() {
        Concurrency seen =
                Concurrency.of(List.of(call("a", "t1", 1, 0, 100), call("a", "t2", 1, 50, Long.MAX_VALUE)), 1, ends);

        assertThat(seen.unexplained()).isEqualTo(1);
        assertThat(seen.holds()).isFalse();
    }

    @Test
    void shouldExplainWhatWentOnAfterTheLogHadEndedItsLease() {
        ends.apply(lapsed("t1", 1, 40));

        Concurrency seen = Concurrency.of(List.of(call("a", "t1", 1, 0, 100), call("a", "t1", 2, 50, 150)), 1, ends);

        assertThat(seen.overshoot()).isEqualTo(1);
        assertThat(seen.unexplained()).isZero();
        assertThat(seen.overlaps()).isEqualTo(1);
        assertThat(seen.longestOverlapMillis()).isEqualTo(50);
        assertThat(seen.unexplainedOverlaps()).isZero();
        assertThat(seen.examples())
                .singleElement()
                .asString()
                .contains("attempt 1 went on for 50 ms beside that of attempt 2, which began 10 ms after the log");
        assertThat(seen.holds()).isTrue();
    }

    @Test
    void shouldFindASecondAttemptThatBeganBeforeTheFirstOnesLeaseHadEnded() {
        ends.apply(lapsed("t1", 1, 60));

        Concurrency seen = Concurrency.of(List.of(call("a", "t1", 1, 0, 100), call("a", "t1", 2, 50, 150)), 5, ends);

        assertThat(seen.unexplainedOverlaps()).isEqualTo(1);
        assertThat(seen.holds()).isFalse();
    }

    private static ProviderCall call(String tenant, String task, int attempt, long begin, long end) {
        return new ProviderCall(tenant, "copywriter", task, attempt, begin, end, "ok", 1, 1);
    }

    private static Event lapsed(String task, int attempt, long at) {
        return Event.newBuilder()
                .setTask(TaskRef.newBuilder().setTaskId(task))
                .setAtMillis(at)
                .setRetryScheduled(RetryScheduled.newBuilder().setAttempt(attempt))
                .build();
    }
}

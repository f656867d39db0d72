package dev.penstock.cli.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final String T = "acme";
    private static final String COPY = "copywriter";

    private final Board board = new Board();

    private LaneRow laneAfter(Events events) {
        events.list().forEach(board::apply);
        return board.rows().getFirst();
    }

    @Test
    void shouldCountALaneByTierAndState() {
        Events events = new Events()
                .configured(T, 2, COPY)
                .accepted(T, COPY, Tier.TIER_URGENT, "u")
                .accepted(T, COPY, Tier.TIER_NORMAL, "n")
                .accepted(T, COPY, Tier.TIER_BATCH, "b1")
                .accepted(T, COPY, Tier.TIER_BATCH, "b2")
                .granted(T, "u", 1, 2, 1)
                .granted(T, "n", 1, 2, 2)
                .started(T, "n", 1)
                .retry(T, "n", 1, "provider_error");

        LaneRow row = laneAfter(events);

        assertThat(row)
                .isEqualTo(
                        new LaneRow(new LaneKey(T, COPY), 2, 1, 0, 0, 2, 1, 0, 0, 1, Events.USAGE.getCostMicros(), 2));
    }

    @Test
    void shouldBillEveryAttemptAndMeasureTheWaitToTheFirstStart() {
        Events events = new Events()
                .configured(T, 1, COPY)
                .accepted(T, COPY, Tier.TIER_NORMAL, "a")
                .pass(40)
                .granted(T, "a", 1, 1, 1)
                .started(T, "a", 1)
                .retry(T, "a", 1, "provider_error")
                .pass(1_000)
                .queued(T, "a")
                .granted(T, "a", 2, 1, 1)
                .started(T, "a", 2)
                .succeeded(T, "a", 2);

        laneAfter(events);

        Totals totals = board.totals();
        assertThat(totals.waits()).containsExactly(new Totals.Wait(T, "normal", 40));
        assertThat(totals.costMicros()).containsEntry(T, 3_000L);
        assertThat(totals.tokens()).containsEntry(T, 300L);
        assertThat(totals.succeeded()).isEqualTo(1);
        assertThat(totals.open()).isZero();
        assertThat(totals.doubles()).isZero();
    }

    @Test
    void shouldCountAPlannedTasksWaitFromWhenItsParentsAreDone() {
        Events events = new Events()
                .configured(T, 1, COPY)
                .planned(T, COPY, "b", "p", "a")
                .campaign(T, "spring", "running", 3, 1);

        LaneRow row = laneAfter(events);
        assertThat(row.waiting()).isEqualTo(1);
        assertThat(board.totals().planned()).isEqualTo(1);
        assertThat(board.totals().anyOpen()).isTrue();

        Events later = new Events()
                .configured(T, 1, COPY)
                .planned(T, COPY, "c", "p", "a")
                .pass(5_000)
                .queued(T, "c")
                .pass(30)
                .granted(T, "c", 1, 1, 1)
                .started(T, "c", 1);
        laneAfter(later);
        assertThat(board.totals().waits()).containsExactly(new Totals.Wait(T, "normal", 30));
    }

    @Test
    void shouldKeepACampaignOpenUntilItSaysOtherwise() {
        laneAfter(new Events().configured(T, 1, COPY).campaign(T, "spring", "running", 1, 0));
        assertThat(board.totals().open()).isZero();
        assertThat(board.totals().anyOpen()).isTrue();

        laneAfter(new Events().configured(T, 1, COPY).campaign(T, "spring", "succeeded", 1, 1));
        assertThat(board.totals().anyOpen()).isFalse();
        assertThat(board.totals().campaigns())
                .containsExactly(new Totals.Campaign(T, "spring", "succeeded", 1, 1, 0, 0, 0));
    }

    @Test
    void shouldKnowWhichTasksAreSettled() {
        laneAfter(new Events()
                .configured(T, 1, COPY)
                .accepted(T, COPY, Tier.TIER_NORMAL, "done")
                .granted(T, "done", 1, 1, 1)
                .started(T, "done", 1)
                .succeeded(T, "done", 1)
                .rejected(T, "data-analyst", "refused")
                .accepted(T, COPY, Tier.TIER_NORMAL, "open"));

        List<TaskKey> asked = List.of(
                new TaskKey(T, "done"), new TaskKey(T, "refused"), new TaskKey(T, "open"), new TaskKey(T, "lost"));
        assertThat(board.settled(asked)).isEqualTo(2);
    }

    @Test
    void shouldCountWhatHappensTwice() {
        laneAfter(new Events()
                .configured(T, 1, COPY)
                .accepted(T, COPY, Tier.TIER_NORMAL, "a")
                .granted(T, "a", 1, 1, 1)
                .started(T, "a", 1)
                .succeeded(T, "a", 1)
                .succeeded(T, "a", 1)
                .accepted(T, COPY, Tier.TIER_NORMAL, "a"));

        assertThat(board.totals().doubles()).isEqualTo(2);
    }
}

package dev.penstock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Policy;
import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.workload.Role;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void shouldTakeFromTheAgendaInOrder() {
        Agenda agenda = new Agenda();
        for (int i = 0; i < 5_000; i++) {
            agenda.add(random.nextInt(100), i);
        }
        long before = -1;
        for (int i = 0; i < 5_000; i++) {
            long entry = agenda.remove();
            assertThat(entry).isGreaterThan(before);
            before = entry;
        }
        assertThat(agenda.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepTimesAndNumbersOfTheAgendaApart() {
        Agenda agenda = new Agenda();
        agenda.add(Agenda.MAX_TIME - 1, Agenda.MAX_NUMBER - 1);
        long entry = agenda.remove();
        assertThat(Agenda.time(entry)).isEqualTo(Agenda.MAX_TIME - 1);
        assertThat(Agenda.number(entry)).isEqualTo(Agenda.MAX_NUMBER - 1);
        assertThatThrownBy(() -> agenda.add(Agenda.MAX_TIME, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> agenda.add(0, Agenda.MAX_NUMBER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKnowPercentilesToThreePercent() {
        Histogram histogram = new Histogram();
        long[] values = random.longs(20_000, 0, 10_000_000).toArray();
        Arrays.stream(values).forEach(histogram::add);
        Arrays.sort(values);
        for (double q : new double[] {0.01, 0.5, 0.99}) {
            double exact = values[(int) Math.ceil(q * values.length) - 1];
            assertThat(histogram.percentile(q) / exact).isBetween(1.0, 1.0321);
        }
        assertThat(histogram.max()).isEqualTo(values[values.length - 1]);
        assertThat(histogram.percentile(1)).isEqualTo(histogram.max());
    }

    @Test
    void shouldBeExactForSmallValuesAndTakeTheGreatest() {
        Histogram histogram = new Histogram();
        for (int value = 0; value < 64; value++) {
            histogram.add(value);
        }
        assertThat(histogram.percentile(0.5)).isEqualTo(31);
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.percentile(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new Histogram().percentile(0.99)).isZero();
    }

    @Test
    void shouldSeeWhatRunsAtEachLook() {
        Concurrency running = new Concurrency(3_600_000);
        running.started(1);
        running.started(20_000);
        running.ended(30_001);
        Concurrency.Hour hour = running.byHour(1)[0];
        assertThat(hour.peak()).isEqualTo(2);
        assertThat(hour.mean()).isEqualTo((3 + 356 + 2) / 360.0);
    }

    @Test
    void shouldTakeDispatchesInTheOrderInWhichTheyCame() {
        Fleet fleet = Fleet.of(new int[] {1, 1, 1, 1, 1, 1, 1});
        for (int run = 1; run < 40; run++) {
            fleet.park(0, run);
        }
        for (int run = 1; run < 40; run++) {
            assertThat(fleet.nextParked(0)).isEqualTo(run);
        }
        assertThat(fleet.nextParked(0)).isEqualTo(-1);
    }

    @Test
    void shouldHaveAsManyPlacesAsItsContainersRunAtOnce() {
        Fleet fleet = Fleet.of(new int[] {1, 2, 1, 1, 1, 1, 1});
        int copywriter = Role.COPYWRITER.ordinal();
        for (int i = 0; i < 8; i++) {
            assertThat(fleet.hasRoom(copywriter)).isTrue();
            fleet.take(copywriter);
        }
        assertThat(fleet.hasRoom(copywriter)).isFalse();
        fleet.release(copywriter);
        assertThat(fleet.hasRoom(copywriter)).isTrue();
    }

    @Test
    void shouldNoticeACapThatIsExceeded() {
        Lane lane = new Lane(0, "a", Plan.FREE, Role.COPYWRITER, 1, 10);
        LaneBook book = new LaneBook(List.of(lane), new Tally(3_600_000, 1));
        book.granted(0, Tier.NORMAL, 5);
        assertThatThrownBy(() -> book.granted(0, Tier.NORMAL, 6))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Expected at most 1 live in lane a/copywriter, but got 2");
    }

    @Test
    void shouldOutliveEveryAttemptByItsLeaseAndKeepTheOtherDefaults() {
        Policy policy = SimulatedPolicy.policy();
        assertThat(policy.lease()).isGreaterThan(policy.startTimeout().multipliedBy(100));
        assertThat(policy.startTimeout()).isEqualTo(Policy.DEFAULT.startTimeout());
        assertThat(policy.maxWindow()).isEqualTo(Policy.DEFAULT.maxWindow());
    }
}

package dev.penstock.simulation.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.simulation.measure.LaneKey;
import dev.penstock.simulation.measure.TaskKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final long BEGIN = 1_789_430_400_000L;
    private static final String ROLE = "copywriter";

    private static Command.Configure configure(long version, int cap) {
        return new Command.Configure(
                new TenantConfig("acme", "free", version, List.of(new LaneConfig(ROLE, true, cap, "")), 0, false));
    }

    private static Command.Submit submit(int number) {
        return new Command.Submit(
                "acme",
                new UUID(0, number),
                ROLE,
                Tier.NORMAL,
                "",
                0,
                Map.of(),
                new Digest(0, number),
                null,
                new byte[1_000]);
    }

    private static Command start(int number, String worker) {
        return new Command.Start("acme", new UUID(0, number), 1, worker, 0);
    }

    private static Command complete(int number, String worker) {
        return new Command.Complete("acme", new UUID(0, number), 1, worker, new Usage(1, 2, 500), "text");
    }

    private static Run only(Recording recording, int number) {
        List<Run> runs = recording.runs().get(new TaskKey("acme", new UUID(0, number)));
        assertThat(runs).hasSize(1);
        return runs.getFirst();
    }

    private static Recorder recorder(long since) {
        return new Recorder(Policy.DEFAULT, 1, since, false);
    }

    @Test
    void shouldTellWhatBecameOfEachAttempt() {
        Recorder recorder = recorder(0);
        recorder.take(0, BEGIN, configure(1, 10));
        for (int task = 1; task <= 4; task++) {
            recorder.take(0, BEGIN + task, submit(task));
            recorder.take(0, BEGIN + 100 + task, start(task, "w"));
        }
        recorder.take(0, BEGIN + 200, start(1, "other"));
        recorder.take(0, BEGIN + 5_000, new Command.Renew("acme", new UUID(0, 2), 1, "w"));
        recorder.take(0, BEGIN + 6_101, complete(1, "w"));
        recorder.take(0, BEGIN + 7_000, new Command.Cancel("acme", new UUID(0, 3), ""));
        recorder.take(0, BEGIN + 20_000, new Command.Renew("acme", new UUID(0, 4), 1, "w"));
        recorder.take(0, BEGIN + 40_000, new Command.Tick());
        recorder.take(0, BEGIN + 41_000, complete(2, "w"));
        Recording recording = recorder.finish();

        Run good = only(recording, 1);
        assertThat(good.end()).isEqualTo(Run.End.BY_WORKER);
        assertThat(good.millis()).isEqualTo(6_000);
        assertThat(good.delayMillis()).isEqualTo(100);
        Run lapsed = only(recording, 2);
        assertThat(lapsed.end()).isEqualTo(Run.End.LAPSED);
        assertThat(lapsed.renewedForMillis()).isEqualTo(4_898);
        assertThat(lapsed.said()).isInstanceOf(Command.Complete.class);
        assertThat(lapsed.saidAfterMillis()).isEqualTo(40_898);
        assertThat(only(recording, 3).end()).isEqualTo(Run.End.CUT_SHORT);
        assertThat(only(recording, 4).isOpen()).isTrue();

        RoleRecord role = recording.roles().get(ROLE);
        assertThat(role.peak()).isEqualTo(4);
        assertThat(role.serviceMillis()).isEqualTo(6_000);
        assertThat(role.usage()).isEqualTo(new Usage(1, 2, 500));
        assertThat(role.shortOfWorkers()).isFalse();
        assertThat(recording.end()).isEqualTo(BEGIN + 41_000);
    }

    @Test
    void shouldCountWhatIsInTheWindowAndKnowWhatCameBefore() {
        Recorder recorder = recorder(BEGIN + 1_000);
        recorder.take(0, BEGIN, configure(1, 1));
        recorder.take(0, BEGIN, new Command.ConfigureRole(new RoleConfig(ROLE, 3, true, Flow.OPEN, 9)));
        recorder.take(0, BEGIN + 1, submit(1));
        recorder.take(0, BEGIN + 2, submit(2));
        recorder.take(0, BEGIN + 3, start(1, "w"));
        recorder.take(0, BEGIN + 2_000, complete(1, "w"));
        recorder.take(0, BEGIN + 2_000, submit(3));
        Recording recording = recorder.finish();
        assertThat(recording.recorded().openAtStart()).isEqualTo(2);
        assertThat(recording.recorded().total().accepted).isEqualTo(1);
        assertThat(recording.recorded().total().succeeded).isEqualTo(1);
        assertThat(recording.recorded().total().unfinished).isEqualTo(2);
        SlotStart start = recording.slots().getFirst();
        assertThat(start.tenants()).containsOnlyKeys("acme");
        assertThat(start.roles()).containsOnlyKeys(ROLE);
        assertThat(start.outside().size()).isEqualTo(1);
        assertThat(recording.asked()).isEqualTo(1);
    }

    @Test
    void shouldDoWithConfigurationsFromElsewhereWhereTheLogsBeginningIsGone() {
        Recorder bare = new Recorder(Policy.DEFAULT, 1, 0, true);
        bare.take(0, BEGIN, submit(1));
        assertThat(bare.finish().recorded().total().refused).isEqualTo(1);

        Recorder seeded = new Recorder(Policy.DEFAULT, 1, 0, true);
        seeded.seed(0, configure(8, 0));
        seeded.seed(0, configure(9, 2));
        seeded.take(0, BEGIN, submit(1));
        seeded.take(0, BEGIN + 1, complete(7, "w"));
        seeded.take(0, BEGIN + 2, configure(5, 4));
        Recording recording = seeded.finish();
        assertThat(recording.recorded().total().accepted).isEqualTo(1);
        assertThat(recording.slots().getFirst().outside().size()).isEqualTo(3);
        assertThat(recording.recorded().lanes().get(new LaneKey("acme", ROLE)).cap())
                .isEqualTo(2);
        assertThat(recording.tenants().get("acme").version()).isEqualTo(5);
        assertThat(recording.completeness()).isEqualTo(new Recording.Completeness(true, 1, 0, 1, null));
    }

    @Test
    void shouldSayThatThereIsNothingOrTooMuch() {
        assertThatThrownBy(() -> recorder(0).finish()).hasMessageContaining("log is empty");
        Recorder late = recorder(BEGIN + 1);
        late.take(0, BEGIN, configure(1, 1));
        assertThatThrownBy(late::finish).hasMessageContaining("before the time asked for");
        Recorder small = new Recorder(Policy.DEFAULT, 1, 0, false, 2);
        small.take(0, BEGIN, configure(1, 1));
        small.take(0, BEGIN, submit(1));
        assertThatThrownBy(() -> small.take(0, BEGIN, submit(2))).hasMessageContaining("choose a later start");
    }
}

package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    private static ChaosOptions options(int tasks, int kills, long seed, List<String> parts) {
        return new ChaosOptions(tasks, kills, parts, 30, 50, seed, Duration.ofSeconds(1), null);
    }

    @Test
    void shouldFollowFromTheSeedAlone() {
        KillPlan plan = KillPlan.of(options(10_000, 40, 7, ChaosOptions.PARTS));

        assertThat(KillPlan.of(options(10_000, 40, 7, ChaosOptions.PARTS))).isEqualTo(plan);
        assertThat(KillPlan.of(options(10_000, 40, 8, ChaosOptions.PARTS))).isNotEqualTo(plan);
    }

    @Test
    void shouldMeetEveryPartEquallyOften() {
        var times = KillPlan.of(options(10_000, 40, 7, ChaosOptions.PARTS)).kills().stream()
                .collect(Collectors.groupingBy(KillPlan.Kill::part, Collectors.counting()));

        assertThat(times.keySet()).containsExactlyInAnyOrderElementsOf(ChaosOptions.PARTS);
        assertThat(times.values()).containsOnly(5L);
    }

    @Test
    void shouldKillWhileTasksAreHandedIn() {
        List<KillPlan.Kill> kills =
                KillPlan.of(options(1_000, 100, 3, List.of("streams"))).kills();

        assertThat(kills).isSortedAccordingTo(Comparator.comparingInt(KillPlan.Kill::afterTasks));
        assertThat(kills).allSatisfy(kill -> assertThat(kill.afterTasks()).isBetween(20, 990));
    }

    @Test
    void shouldHandInTheSameTasksForTheSameSeed() {
        ChaosOptions options = options(1_000, 2, 5, ChaosOptions.PARTS);
        List<Work> works = Work.plan(options);

        assertThat(Work.plan(options)).isEqualTo(works);
        assertThat(works).extracting(Work::key).doesNotHaveDuplicates();
        assertThat(works.stream().filter(Work::cancelled)).hasSize(20);
        assertThat(works.stream().map(Work::tenant).distinct()).hasSize(Work.TENANTS.size());
    }

    @Test
    void shouldRefuseWhatCannotBeRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> options(19, 2, 1, ChaosOptions.PARTS));
        assertThatIllegalArgumentException().isThrownBy(() -> options(100, 1_001, 1, ChaosOptions.PARTS));
        assertThatIllegalArgumentException().isThrownBy(() -> options(100, 2, 1, List.of("mongodb")));
        assertThatIllegalArgumentException().isThrownBy(() -> options(100, 2, 1, List.of()));
    }
}

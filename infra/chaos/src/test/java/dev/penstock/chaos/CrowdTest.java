package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrowdTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 199, 1_000, 3_000, 5_000})
    void shouldHaveCapsATenthAboveWhatIsWantedAndTwiceTheTasks(int executions) {
        Crowd crowd = Crowd.of(options(executions));

        assertThat(crowd.lanes() * crowd.cap()).isBetween(executions * 11 / 10, executions * 11 / 10 + crowd.lanes());
        assertThat(crowd.works()).hasSize(2 * crowd.lanes() * crowd.cap());
        assertThat(crowd.works().stream().collect(Collectors.groupingBy(Work::tenant, Collectors.counting())))
                .hasSize(crowd.lanes())
                .allSatisfy((tenant, tasks) -> assertThat(tasks).isEqualTo(2L * crowd.cap()));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 5_001})
    void shouldBeBounded(int executions) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(executions))
                .withMessageContaining("should be from 10 to 5000");
    }

    @Test
    void shouldSayHowLongACancelTookInTheMiddleAndAtMost() {
        assertThat(Cancels.of(5, new long[] {30, 10, 2_000, 20}, new long[] {3, 1, 9, 2}, new long[] {40, 50, 70, 60}))
                .isEqualTo(new Cancels(5, 4, 20, 2_000, 2_000, 2, 9, 50, 70));
        assertThat(Cancels.of(5, new long[] {1_999}, new long[1], new long[1]).holds())
                .isTrue();
        assertThat(Cancels.of(5, new long[] {2_000}, new long[1], new long[1]).holds())
                .isFalse();
    }

    private static WorkerOptions options(int executions) {
        return new WorkerOptions(
                executions,
                2,
                WorkerFault.NONE,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                100,
                Duration.ofSeconds(60),
                null);
    }
}

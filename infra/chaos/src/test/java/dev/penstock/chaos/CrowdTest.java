package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
        assertThat(Cancels.Spread.of(LongStream.of(30, 10, 2_000, 20)))
                .isEqualTo(new Cancels.Spread(20, 2_000, 2_000))
                .hasToString("p50 20, p99 2,000, at most 2,000 ms");
        assertThat(Cancels.Spread.of(LongStream.empty()).max()).isZero();
        assertThat(cancels(1_999).holds()).isTrue();
        assertThat(cancels(2_000).holds()).isFalse();
    }

    private static Cancels cancels(long mostMillis) {
        Cancels.Spread other = new Cancels.Spread(1, 2, 3);
        return new Cancels(5, 4, other, other, new Cancels.Spread(1, 2, mostMillis), other);
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

package dev.penstock.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));
    private final FailurePolicy policy = new FailurePolicy("test", (InstantSource) now::get);

    @Test
    void shouldReplaceAThreadThatTheBrokerFailed() {
        assertThat(policy.handle(new StreamsException("x", new TimeoutException("no answer"))))
                .isEqualTo(REPLACE_THREAD);
    }

    @Test
    void shouldStopForABug() {
        assertThat(policy.handle(new StreamsException("x", new IllegalStateException("bug"))))
                .isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldStopWhenReplacingDoesNotHelp() {
        for (int i = 0; i < FailurePolicy.MAX_REPLACED; i++) {
            assertThat(policy.handle(new TimeoutException("no answer"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(policy.handle(new TimeoutException("no answer"))).isEqualTo(SHUTDOWN_CLIENT);

        now.updateAndGet(t -> t.plus(FailurePolicy.WINDOW).plusMillis(1));
        assertThat(policy.handle(new TimeoutException("no answer"))).isEqualTo(REPLACE_THREAD);
    }
}

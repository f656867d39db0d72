package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.RetryScheduled;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows when an attempt does not succeed. */
class AttemptsTest extends Scenario {
    @BeforeEach
    void aRunningTask() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submit("a").please(), start("a", 1));
    }

    @Test
    void shouldTryAgainAfterABackOffAndGiveTheSlotAwayMeanwhile() {
        givenThat(submit("b").please());

        when(fail("a", 1));
        then("retry after a#1: provider_error", "granted b#1");
        assertThat(the(RetryScheduled.class).notBefore() - now()).isBetween(5_000L, 10_000L);

        givenThat(start("b", 1), complete("b", 1));
        whenTimePasses(Duration.ofSeconds(10));
        then("requeued a", "granted a#2");
    }

    @Test
    void shouldBackOffLongerWithEachAttempt() {
        when(fail("a", 1));
        long first = the(RetryScheduled.class).notBefore() - now();
        whenTimePasses(Duration.ofSeconds(10));
        when(start("a", 2), fail("a", 2));
        long second = the(RetryScheduled.class).notBefore() - now();

        assertThat(first).isBetween(5_000L, 10_000L);
        assertThat(second).isBetween(10_000L, 20_000L);
    }

    @Test
    void shouldWaitAsLongAsTheProviderAsksButNeverOverTheMaximum() {
        when(fail("a", 1, true, Duration.ofMinutes(2)));
        assertThat(the(RetryScheduled.class).notBefore())
                .isEqualTo(now() + Duration.ofMinutes(2).toMillis());

        whenTimePasses(Duration.ofMinutes(2));
        when(start("a", 2), fail("a", 2, true, Duration.ofDays(1)));
        assertThat(the(RetryScheduled.class).notBefore())
                .isEqualTo(now() + Duration.ofMinutes(5).toMillis());
    }

    @Test
    void shouldDieAtOnceOfWhatAnotherAttemptWouldNotMend() {
        when(fail("a", 1, false, Duration.ZERO));

        then("dead a#1: provider_error");
        assertThat(engine().payload(ACME, id("a"))).as("kept for a replay").isNotNull();
    }

    @Test
    void shouldDieWhenAttemptsAreExhausted() {
        for (int attempt = 1; attempt < 3; attempt++) {
            givenThat(fail("a", attempt));
            whenTimePasses(Duration.ofMinutes(5));
            givenThat(start("a", attempt + 1));
        }

        when(fail("a", 3));

        then("dead a#3: provider_error");
        assertThat(the(Dead.class).message()).isEqualTo("attempts_exhausted after 3: 500");
    }

    @Test
    void shouldHaveAsManyAttemptsAsTheSubmissionAsksFor() {
        givenThat(complete("a", 1), submit("b").attempts(1).please(), start("b", 1));

        when(fail("b", 1));

        then("dead b#1: provider_error");
    }

    @Test
    void shouldGiveTheSameAttemptAgainAfterADeferral() {
        when(defer("a", 1, Duration.ofSeconds(3)));
        then("deferred a#1: rate_limited");

        whenTimePasses(Duration.ofSeconds(3));
        then("requeued a", "granted a#1");
    }

    @Test
    void shouldQueueAtOnceWhatIsDeferredForNoTime() {
        when(defer("a", 1, Duration.ZERO));

        then("deferred a#1: rate_limited", "requeued a", "granted a#1");
    }
}

package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What producers may ask of a task's time, and how waiting raises it. */
class TimesTest extends Scenario {
    private static final long SECOND = 1_000;

    @BeforeEach
    void oneAtATime() {
        given(tenant("acme").lane("copywriter").cap(1));
    }

    @Test
    void shouldQueueATaskOnlyWhenItMayStart() {
        when(submit("a").with(new TaskOptions(0, now() + 10 * SECOND, 0, 0, 0)).please());
        then("accepted a");

        whenTimePasses(Duration.ofSeconds(9));
        thenNothing();
        whenTimePasses(Duration.ofSeconds(1));
        then("requeued a", "granted a#1");
    }

    @Test
    void shouldDropATaskThatDidNotStartInTime() {
        givenThat(submitAll("first"));
        givenThat(start("first", 1));
        givenThat(submit("a").with(new TaskOptions(0, 0, 20 * SECOND, 0, 0)).please());

        whenTimePasses(Duration.ofSeconds(20));

        then("expired a: not_started_in_time");
    }

    @Test
    void shouldLetATaskThatStartedInTimeRunOn() {
        givenThat(submit("a").with(new TaskOptions(0, 0, 20 * SECOND, 0, 0)).please(), start("a", 1));

        whenTimePasses(Duration.ofSeconds(20));

        thenNothing();
    }

    @Test
    void shouldEndAnAttemptThatTakesTooLongHoweverOftenItIsRenewed() {
        givenThat(submit("a").with(new TaskOptions(0, 0, 0, 40 * SECOND, 0)).please(), start("a", 1));
        whenTimePasses(Duration.ofSeconds(25));
        when(renew("a", 1));

        whenTimePasses(Duration.ofSeconds(15));

        then("retry after a#1: attempt_timeout");
    }

    @Test
    void shouldDropATaskThatDidNotEndInTimeWhateverItIsDoing() {
        TaskOptions options = new TaskOptions(0, 0, 0, 0, 25 * SECOND);
        givenThat(
                submit("a").with(options).please(),
                start("a", 1),
                submit("b").with(options).please());

        whenTimePasses(Duration.ofSeconds(25));

        then("expired a: not_ended_in_time", "expired b: not_ended_in_time");
    }

    @Test
    void shouldCountATaskThatWaitedLongAsOneTierUp() {
        given(change -> change.agingAfter(Duration.ofSeconds(20)));
        givenThat(submitAll("first"));
        givenThat(start("first", 1), submit("old").as(Tier.BATCH).please());
        whenTimePasses(Duration.ofSeconds(20));
        givenThat(
                submit("new").as(Tier.NORMAL).please(),
                submit("urgent").as(Tier.URGENT).please());

        when(complete("first", 1));
        then("succeeded first#1", "granted urgent#1");
        when(start("urgent", 1), complete("urgent", 1));
        then("started urgent#1 by w1", "succeeded urgent#1", "granted old#1");
    }

    @Test
    void shouldAgeByOneTierAtMost() {
        given(change -> change.agingAfter(Duration.ofSeconds(20)));
        givenThat(submitAll("first"));
        givenThat(start("first", 1), submit("old").as(Tier.BATCH).please());
        for (int i = 0; i < 10; i++) {
            whenTimePasses(Duration.ofSeconds(20));
            when(renew("first", 1));
        }
        givenThat(submit("urgent").as(Tier.URGENT).please());

        when(complete("first", 1));

        assertThat(story()).contains("granted urgent#1");
    }
}

package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Event.Replayed;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Flow;
import dev.penstock.admission.Table;
import dev.penstock.admission.TaskOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayTest extends Scenario {
    private static final Duration DAY = Duration.ofDays(1);

    @BeforeEach
    void givenADeadTask() {
        given(change -> change.deadLetters(Duration.ofDays(7), 2));
        given(tenant(ACME).lane(COPYWRITER));
        givenThat(submit("a").with(new TaskOptions(0, 0, 5_000, 0, 9_000)).please(), start("a", 1));
        givenThat(fail("a", 1, false, Duration.ZERO));
    }

    @Test
    void shouldTryADeadTaskAgainWithTheNextAttempt() {
        when(replay("a"));

        then("replayed a for #2", "granted a#2");
        assertThat(the(Replayed.class).maxAttempts()).isEqualTo(4);
        assertThat(engine().payload(ACME, id("a"))).asString().isEqualTo("payload of a");

        when(start("a", 2), complete("a", 2));
        then("started a#2 by w1", "succeeded a#2");
    }

    @Test
    void shouldReplayUnderAllLimitsAndBehindWhatWaits() {
        givenThat(submitAll("b", "c"));

        when(replay("a"), start("b", 1), complete("b", 1), start("c", 1), complete("c", 1));

        then(
                "replayed a for #2",
                "started b#1 by w1",
                "succeeded b#1",
                "granted c#1",
                "started c#1 by w1",
                "succeeded c#1",
                "granted a#2");
    }

    @Test
    void shouldNotHoldAReplayToTheTimesOfTheSubmission() {
        afterSilence(Duration.ofHours(2));

        when(replay("a"));

        then("replayed a for #2", "granted a#2");
    }

    @Test
    void shouldReplayATaskOnceUntilItDiesAgain() {
        givenThat(replay("a"));

        when(replay("a"));

        then("refused REPLAY of a#2");
        assertThat(the(ResultRejected.class).message()).isEqualTo("Expected a dead task, but it is GRANTED");
    }

    @Test
    void shouldRefuseToReplayWhatWouldBeRefusedAtTheDoor() {
        given(tenant(ACME).version(2).lane(COPYWRITER).is(Flow.DRAINING));

        when(replay("a"));

        then("refused REPLAY of a#1");
        assertThat(the(ResultRejected.class).message())
                .isEqualTo("Tenant acme takes in nothing until it is opened again");
    }

    @Test
    void shouldSayNothingOfATaskThatIsNotKnown() {
        when(replay("z"));

        thenNothing();
    }

    @Test
    void shouldKeepDeadTasksForAWeek() {
        whenTimePasses(DAY.multipliedBy(6));
        thenNothing();

        whenTimePasses(DAY);
        then("forgot 1 dead");
        assertThat(rows(Table.TASKS)).isZero();
        assertThat(rows(Table.PAYLOADS)).isZero();
    }

    @Test
    void shouldForgetTheOldestDeadTasksEarlierWhenThereAreTooMany() {
        givenThat(submitAll("b", "c"));
        for (String task : new String[] {"b", "c"}) {
            givenThat(start(task, 1), fail(task, 1, false, Duration.ZERO));
        }
        when(tick());
        thenNothing();

        whenTimePasses(Duration.ofHours(1));

        then("forgot 1 dead");
        when(replay("a"));
        thenNothing();
        when(replay("b"));
        then("replayed b for #2", "granted b#2");
    }
}

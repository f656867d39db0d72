package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Progress;
import dev.penstock.admission.Usage;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the engine listens to, and for how long. */
class LeasesTest extends Scenario {
    @BeforeEach
    void aGrantedTask() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submit("a").please());
    }

    @Test
    void shouldLeaseAStartedAttemptAndExtendTheLeaseWithEachHeartbeat() {
        when(start("a", 1));
        then("started a#1 by w1");
        assertThat(the(Started.class).leaseUntil()).isEqualTo(now() + 30_000);

        whenTimePasses(Duration.ofSeconds(29));
        when(renew("a", 1));
        then("renewed a#1");

        whenTimePasses(Duration.ofSeconds(29));
        thenNothing();
    }

    @Test
    void shouldLeaseAsLongAsAHeartbeatAsksForAndNoLongerThanTheLimit() {
        givenThat(start("a", 1));

        when(renewFor("a", Duration.ofMinutes(10), null));
        assertThat(the(Renewed.class).leaseUntil())
                .isEqualTo(now() + Duration.ofMinutes(10).toMillis());

        whenTimePasses(Duration.ofMinutes(10).minusMillis(1));
        thenNothing();
        when(renewFor("a", Duration.ofDays(400), null));
        assertThat(the(Renewed.class).leaseUntil())
                .isEqualTo(now() + Duration.ofHours(2).toMillis());

        whenTimePasses(Duration.ofHours(2));
        then("retry after a#1: lease_lapsed");
    }

    @Test
    void shouldNotShortenALeaseByAPlainHeartbeat() {
        givenThat(start("a", 1), renewFor("a", Duration.ofMinutes(10), null));

        when(renew("a", 1));

        assertThat(the(Renewed.class).leaseUntil())
                .isEqualTo(now() + Duration.ofMinutes(10).toMillis());
    }

    @Test
    void shouldPassOnWhatAnAttemptHasToTell() {
        Progress progress = new Progress("routed", "rate limited", "anthropic/a", "openai/b");
        givenThat(start("a", 1));

        when(renewFor("a", Duration.ZERO, progress));

        then("renewed a#1");
        assertThat(the(Renewed.class).progress()).isEqualTo(progress);
    }

    @Test
    void shouldEndTheAttemptWhenHeartbeatsStop() {
        givenThat(start("a", 1));

        whenTimePasses(Duration.ofSeconds(30));
        then("retry after a#1: lease_lapsed");

        whenTimePasses(Duration.ofSeconds(10));
        then("requeued a", "granted a#2");
    }

    @Test
    void shouldDieOfTheLastLeaseThatLapses() {
        givenThat(complete("a", 1), start("a", 1), complete("a", 1));
        givenThat(submit("b").attempts(1).please(), start("b", 1));

        whenTimePasses(Duration.ofSeconds(30));

        then("dead b#1: lease_lapsed");
    }

    @Test
    void shouldTakeBackAGrantThatNobodyStartsWithoutSpendingTheAttempt() {
        for (int times = 0; times < 5; times++) {
            whenTimePasses(Duration.ofSeconds(60));
            then("deferred a#1: grant_lapsed");
            whenTimePasses(Duration.ofSeconds(10));
            then("requeued a", "granted a#1");
        }
    }

    @Test
    void shouldHearAHeartbeatThatComesBeforeTheLapseIsOnTheRecord() {
        givenThat(start("a", 1));
        afterSilence(Duration.ofSeconds(31));

        when(renew("a", 1));

        then("renewed a#1");
    }

    @Test
    void shouldRefuseTheResultOfAnAttemptThatWasReplaced() {
        givenThat(start("a", 1));
        whenTimePasses(Duration.ofSeconds(30));
        whenTimePasses(Duration.ofSeconds(10));
        givenThat(start("a", 2));

        when(complete("a", 1));

        then("refused FINISH of a#1");
        assertThat(the(ResultRejected.class).message()).isEqualTo("Expected attempt 1, but attempt 2 is live");
    }

    @Test
    void shouldRefuseASecondResult() {
        givenThat(start("a", 1));

        when(complete("a", 1), complete("a", 1), fail("a", 1), renew("a", 1), defer("a", 1, Duration.ZERO));

        then(
                "succeeded a#1",
                "refused FINISH of a#1",
                "refused FINISH of a#1",
                "refused RENEW of a#1",
                "refused DEFER of a#1");
    }

    @Test
    void shouldSayNothingToAStartRepeatedByItsWorkerAndRefuseItToAnother() {
        givenThat(start("a", 1, "w1"));

        when(start("a", 1, "w1"), start("a", 1, "w2"), complete("a", 1, "w2"));

        then("refused START of a#1", "refused FINISH of a#1");
    }

    @Test
    void shouldRefuseAResultOfAGrantThatWasNeverStarted() {
        when(complete("a", 1));

        then("refused FINISH of a#1");
        assertThat(the(ResultRejected.class).message())
                .isEqualTo("Expected attempt 1 to be started, but it is only granted");
    }

    @Test
    void shouldRefuseSignalsForWhatItDoesNotKnow() {
        when(start("b", 1));
        then("refused START of b#1");

        when(new dev.penstock.admission.Command.Start("ghost", id("a"), 1, "w1", 0));
        then("refused START of a#1");
        assertThat(the(ResultRejected.class).seq()).isZero();
    }

    /** Its dispatch was delivered again when the first worker died, and the second called before it heard that it was late. */
    @Test
    void shouldNotTakeTheWordOfAWorkerThatWasRefusedForThatOfTheSilentOne() {
        givenThat(start("a", 1, "w1"), start("a", 1, "w2"));
        whenTimePasses(Duration.ofSeconds(31));
        long estimate = the(RetryScheduled.class).unknownMicros();
        assertThat(estimate).isPositive();

        when(completeBy("a", "w2", 40));
        assertThat(the(ResultRejected.class).settledMicros()).isZero();
        assertThat(spent()).isEqualTo(40);

        when(completeBy("a", "w1", 30));
        assertThat(the(ResultRejected.class).settledMicros()).isEqualTo(estimate);
        assertThat(spent()).isEqualTo(70);
    }

    private long spent() {
        return Objects.requireNonNull(engine().summarize(ACME)).spentMicros();
    }

    @Test
    void shouldBookWhatAWorkerUsedThatWasRefusedItsStartOnce() {
        givenThat(start("a", 1, "w1"), start("a", 1, "w2"));

        when(completeBy("a", "w2", 40), completeBy("a", "w2", 40));

        then("refused FINISH of a#1", "refused FINISH of a#1");
        assertThat(Objects.requireNonNull(engine().summarize(ACME)).spentMicros())
                .isEqualTo(40);
    }

    private static Command renewFor(String task, Duration lease, @Nullable Progress progress) {
        return new Command.Renew(ACME, id(task), 1, "w1", lease.toMillis(), progress);
    }

    private static Command completeBy(String task, String worker, long costMicros) {
        return new Command.Complete(ACME, id(task), 1, worker, new Usage(1, 1, costMicros), "text");
    }
}

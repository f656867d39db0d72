package dev.penstock.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.workers.Dispatches;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final Attempts attempts = new Attempts("w-1", new ManualClock());
    private final Dispatch dispatch =
            Dispatches.of("acme", "copywriter", "brief").build();

    @Test
    void shouldTakeAGrantOnce() {
        assertThat(attempts.claim(dispatch)).isPresent();
        assertThat(attempts.claim(dispatch)).isEmpty();
    }

    @Test
    void shouldRememberAGrantAfterItsRun() {
        Attempt attempt = attempts.claim(dispatch).orElseThrow();
        attempts.remove(attempt);

        assertThat(attempts.claim(dispatch)).isEmpty();
        assertThat(attempts.isEmpty()).isTrue();
    }

    @Test
    void shouldTakeTheSameAttemptAgainWhenItIsGrantedAgain() {
        Attempt attempt = attempts.claim(dispatch).orElseThrow();
        attempts.remove(attempt);

        assertThat(attempts.claim(grantedAgain())).isPresent();
    }

    @Test
    void shouldNotRunAnAttemptTwiceAtOnce() {
        Attempt attempt = attempts.claim(dispatch).orElseThrow();

        assertThat(attempts.claim(grantedAgain())).isEmpty();
        assertThat(attempts.snapshot()).containsExactly(attempt);
    }

    @Test
    void shouldTakeADeferredAttemptThoughItsOldRunHasNotQuiteLeft() {
        Attempt old = attempts.claim(dispatch).orElseThrow();
        old.enter();
        old.leave();

        Attempt again = attempts.claim(grantedAgain()).orElseThrow();
        attempts.remove(old);

        assertThat(attempts.snapshot()).containsExactly(again);
    }

    @Test
    void shouldLetAGrantBeTakenAgainWhenItCouldNotBeStarted() {
        attempts.giveUp(attempts.claim(dispatch).orElseThrow());

        assertThat(attempts.claim(dispatch)).isPresent();
    }

    @Test
    void shouldStopWhatTheEngineEnded() {
        Attempt attempt = attempts.claim(dispatch).orElseThrow();
        attempts.end(ended("").build());

        assertThat(attempt.stopReason()).isEqualTo(StopReason.ENDED_BY_ENGINE);
        assertThat(attempt.enter()).isFalse();
    }

    @Test
    void shouldNotTakeWhatTheEngineEndedBefore() {
        attempts.end(ended("").build());

        assertThat(attempts.claim(dispatch)).isEmpty();
        assertThat(attempts.isEmpty()).isTrue();
    }

    @Test
    void shouldHearOnlyWhatIsForThisWorker() {
        Attempt attempt = attempts.claim(dispatch).orElseThrow();
        attempts.end(ended("w-2").build());
        assertThat(attempt.stopReason()).isNull();

        attempts.end(ended("w-1").build());
        assertThat(attempt.stopReason()).isEqualTo(StopReason.ENDED_BY_ENGINE);
    }

    @Test
    void shouldTakeALaterGrantOfAnAttemptThatItWasRefusedOnce() {
        attempts.remove(attempts.claim(dispatch).orElseThrow());
        attempts.end(ended("w-1").build());

        assertThat(attempts.claim(grantedAgain())).isPresent();
    }

    @Test
    void shouldStopWhatIsToBeCancelled() {
        Attempt attempt = attempts.claim(dispatch).orElseThrow();
        Attempt other = attempts.claim(
                        Dispatches.of("acme", "copywriter", "other").build())
                .orElseThrow();
        attempts.cancel(cancelled(dispatch.getGrantedAtMillis()).build());

        assertThat(attempt.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(other.stopReason()).isNull();
    }

    @Test
    void shouldStopWhatIsLeftOfACancelledCampaign() {
        Attempt meant = attempts.claim(ofCampaign("acme", "spring", "a")).orElseThrow();
        Attempt another = attempts.claim(ofCampaign("acme", "autumn", "b")).orElseThrow();
        Attempt elsewhere = attempts.claim(ofCampaign("globex", "spring", "c")).orElseThrow();
        Attempt single = attempts.claim(dispatch).orElseThrow();
        attempts.cancel(CancelNotice.newBuilder()
                .setTenant("acme")
                .setCampaign("spring")
                .setAtMillis(Long.MAX_VALUE)
                .build());

        assertThat(meant.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(another.stopReason()).isNull();
        assertThat(elsewhere.stopReason()).isNull();
        assertThat(single.stopReason()).isNull();
    }

    @Test
    void shouldNotTakeWhatIsToBeCancelled() {
        attempts.cancel(cancelled(dispatch.getGrantedAtMillis()).build());

        assertThat(attempts.claim(dispatch)).isEmpty();
        assertThat(attempts.isEmpty()).isTrue();
    }

    @Test
    void shouldRunWhatWasGrantedAfterItsCancellationAsAReplayIs() {
        Attempt replayed = attempts.claim(grantedAgain()).orElseThrow();
        attempts.cancel(cancelled(dispatch.getGrantedAtMillis()).build());
        assertThat(replayed.stopReason()).isNull();

        attempts.remove(replayed);
        assertThat(attempts.claim(grantedAgain().toBuilder()
                        .setGrantedAtMillis(dispatch.getGrantedAtMillis() + 2_000)
                        .build()))
                .isPresent();
    }

    @Test
    void shouldForgetTheEldestCancellationsOverTheirCapacity() {
        Cancellations cancellations = new Cancellations();
        cancellations.add(cancelled(Long.MAX_VALUE).build());
        for (int i = 0; i < Cancellations.MAX; i++) {
            cancellations.add(cancelled(Long.MAX_VALUE).setTaskId("task-" + i).build());
        }

        assertThat(cancellations.size()).isEqualTo(Cancellations.MAX);
        assertThat(cancellations.mean(dispatch)).isFalse();
        assertThat(cancellations.mean(dispatch.toBuilder().setTaskId("task-0").build()))
                .isTrue();
    }

    @Test
    void shouldInterruptTheRunOfAStoppedAttemptButNoneThatIsOver() {
        Attempt running = attempts.claim(dispatch).orElseThrow();
        running.enter();
        assertThat(running.stop(StopReason.DRAINING)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(running.leave()).isFalse();

        Attempt over = attempts.claim(
                        Dispatches.of("acme", "copywriter", "other").build())
                .orElseThrow();
        over.enter();
        assertThat(over.leave()).isTrue();
        assertThat(over.stop(StopReason.DRAINING)).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldForgetTheEldestOverItsCapacity() {
        BoundedSet<Integer> set = new BoundedSet<>(3);
        for (int i = 0; i < 5; i++) {
            assertThat(set.add(i)).isTrue();
        }

        assertThat(set.size()).isEqualTo(3);
        assertThat(set.contains(1)).isFalse();
        assertThat(set.contains(4)).isTrue();
        assertThat(set.add(4)).isFalse();
    }

    private Dispatch grantedAgain() {
        return dispatch.toBuilder()
                .setGrantedAtMillis(dispatch.getGrantedAtMillis() + 1_000)
                .build();
    }

    private static Dispatch ofCampaign(String tenant, String campaign, String key) {
        return Dispatches.of(tenant, "copywriter", key).setCampaign(campaign).build();
    }

    private CancelNotice.Builder cancelled(long atMillis) {
        return CancelNotice.newBuilder()
                .setTenant("acme")
                .setTaskId(dispatch.getTaskId())
                .setAtMillis(atMillis);
    }

    private AttemptEnded.Builder ended(String workerId) {
        return AttemptEnded.newBuilder()
                .setTenant("acme")
                .setTaskId(dispatch.getTaskId())
                .setAttempt(1)
                .setReason("cancelled")
                .setWorkerId(workerId);
    }
}

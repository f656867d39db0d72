package dev.penstock.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Command;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.WrittenLog;
import dev.penstock.workers.log.CommandLog;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final Attempts attempts = new Attempts("w-1", clock);
    private final WrittenLog log = WrittenLog.byHand();
    private final LeaseKeeper keeper = new LeaseKeeper(attempts, new CommandLog(log.outbox(), "w-1"), clock);

    @Test
    void shouldRenewAThirdOfTheLeaseAfterTheStart() {
        claim("a");

        clock.advance(LEASE.dividedBy(3).minusMillis(1));
        keeper.sweep();
        assertThat(log.commands()).isEmpty();

        clock.advance(Duration.ofMillis(1));
        keeper.sweep();
        assertThat(log.kinds()).containsExactly(Command.KindCase.RENEW);
        assertThat(log.commands().getFirst().getRenew().getWorkerId()).isEqualTo("w-1");
    }

    @Test
    void shouldSendOneRenewalAtATime() {
        claim("a");
        clock.advance(LEASE.dividedBy(3));
        keeper.sweep();
        clock.advance(Duration.ofSeconds(5));
        keeper.sweep();

        assertThat(log.commands()).hasSize(1);
    }

    @Test
    void shouldKeepALeaseAsLongAsRenewalsAreWritten() {
        Attempt attempt = claim("a");

        for (int i = 0; i < 20; i++) {
            clock.advance(LEASE.dividedBy(3));
            keeper.sweep();
            log.complete();
        }

        assertThat(attempt.stopReason()).isNull();
        assertThat(log.commands()).hasSize(20);
    }

    @Test
    void shouldCountALeaseFromBeforeTheRenewalWasWritten() {
        Attempt attempt = claim("a");
        clock.advance(LEASE.dividedBy(3));
        keeper.sweep();
        // The write takes 15 s; the lease it brings began before it.
        clock.advance(Duration.ofSeconds(15));
        log.complete();

        clock.advance(LEASE.minusSeconds(15).minusMillis(1));
        assertThat(attempt.isLapsed(clock.getAsLong())).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(attempt.isLapsed(clock.getAsLong())).isTrue();
    }

    @Test
    void shouldGiveUpWhatCouldNotBeRenewedInTime() {
        Attempt attempt = claim("a");
        clock.advance(LEASE.dividedBy(3));
        keeper.sweep();
        log.fail(new TimeoutException("no broker"));
        keeper.sweep();
        assertThat(log.commands()).as("it tries again").hasSize(2);

        clock.advance(LEASE);
        keeper.sweep();

        assertThat(attempt.stopReason()).isEqualTo(StopReason.LEASE_LOST);
        assertThat(log.commands()).hasSize(2);
    }

    @Test
    void shouldLeaveARunThatIsOverAlone() {
        Attempt attempt = claim("a");
        attempt.enter();
        attempt.leave();

        clock.advance(LEASE.multipliedBy(2));
        keeper.sweep();

        assertThat(attempt.stopReason()).isNull();
        assertThat(log.commands()).isEmpty();
    }

    @Test
    void shouldRenewManyInOneRound() {
        for (int i = 0; i < 1_000; i++) {
            claim("task-" + i);
        }
        clock.advance(LEASE.dividedBy(3));
        keeper.sweep();

        assertThat(log.commands()).hasSize(1_000);
    }

    private Attempt claim(String key) {
        return attempts.claim(Dispatches.of("acme", "copywriter", key)
                        .setLeaseMillis(LEASE.toMillis())
                        .build())
                .orElseThrow();
    }
}

package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeferAttempt;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.attempt.AttemptRunner;
import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.attempt.StopReason;
import dev.penstock.workers.execution.Execution;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.parents.TaskInputs;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.stream.OutputStreams;
import dev.penstock.workers.stream.Streamed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Usage USED = Usage.newBuilder()
            .setInputTokens(40)
            .setOutputTokens(3)
            .setCostMicros(7)
            .build();

    private final WrittenLog log = WrittenLog.immediate();
    private final Attempts attempts = new Attempts("w-1", System::nanoTime);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    /** What a run does, from its beginning to its being broken off. */
    private interface Work {
        Usage untilStopped() throws InterruptedException;
    }

    @Test
    void shouldHandBackWhatStillRunsWithWhatItUsed() {
        Dispatch dispatch = start(() -> {
            try {
                letGo.await();
                return Usage.getDefaultInstance();
            } catch (InterruptedException e) {
                return USED;
            }
        });

        new Drain(attempts, LIMIT).run(Duration.ZERO);

        assertThat(log.kinds()).containsExactly(Command.KindCase.DEFER);
        assertThat(log.commands().getFirst().getDefer())
                .isEqualTo(DeferAttempt.newBuilder()
                        .setTaskId(dispatch.getTaskId())
                        .setAttempt(1)
                        .setWorkerId("w-1")
                        .setReason("draining")
                        .setUsage(USED)
                        .build());
        assertThat(attempts.isEmpty()).isTrue();
    }

    @Test
    void shouldHandBackWhatUsedNothing() {
        start(() -> {
            letGo.await();
            return USED;
        });

        new Drain(attempts, LIMIT).run(Duration.ZERO);

        assertThat(log.kinds()).containsExactly(Command.KindCase.DEFER);
        assertThat(log.commands().getFirst().getDefer().hasUsage()).isFalse();
    }

    @Test
    void shouldLeaveToItsLeaseWhatDoesNotSayWhatItUsed() {
        start(() -> {
            while (letGo.getCount() > 0) {
                Thread.onSpinWait();
            }
            return USED;
        });

        new Drain(attempts, Duration.ofMillis(50)).run(Duration.ZERO);
        assertThat(log.commands()).isEmpty();

        letGo.countDown();
        Await.until("its end", LIMIT, attempts::isEmpty);
    }

    @Test
    void shouldHandBackAtOnceWhenItIsToldToHurry() {
        start(() -> {
            letGo.await();
            return USED;
        });
        Drain drain = new Drain(attempts, LIMIT);
        Thread draining = Thread.ofVirtual().start(() -> drain.run(Duration.ofHours(1)));

        drain.hurry();

        Await.until("the end of the drain", LIMIT, () -> !draining.isAlive());
        assertThat(log.kinds()).containsExactly(Command.KindCase.DEFER);
    }

    @Test
    void shouldLetEndWhatEndsInTime() {
        start(() -> {
            letGo.await();
            return USED;
        });
        letGo.countDown();

        new Drain(attempts, LIMIT).run(LIMIT);

        assertThat(log.kinds()).containsExactly(Command.KindCase.FINISH);
    }

    private Dispatch start(Work work) {
        PriceTable prices = PriceTable.load();
        CommandLog commands = new CommandLog(log.outbox(), "w-1");
        AttemptRunner runner = new AttemptRunner(
                execution(work),
                RoleCatalogue.load(prices, null),
                prices,
                new TaskInputs((tenant, tasks) -> Map.of(), System::nanoTime),
                attempts,
                log.outbox(),
                commands,
                OutputStreams.start(Streamed.NONE, log.outbox(), new SimpleMeterRegistry()),
                InstantSource.system());
        Dispatch dispatch = Dispatches.of("acme", "copywriter", "a").build();
        runner.launch(attempts.claim(dispatch).orElseThrow(), new AttemptRunner.Observer() {
            @Override
            public void finished(Outcome outcome, boolean told) {}

            @Override
            public void stopped(StopReason reason) {}

            @Override
            public void over() {}
        });
        Await.until("the run", LIMIT, () -> begun.getCount() == 0);
        return dispatch;
    }

    private Execution execution(Work work) {
        return run -> {
            begun.countDown();
            Usage used = work.untilStopped();
            return new Outcome.Failure(FailureKind.INTERNAL_ERROR, "Broken off", Duration.ZERO, used);
        };
    }
}

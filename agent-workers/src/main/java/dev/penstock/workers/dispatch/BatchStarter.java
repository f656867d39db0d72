package dev.penstock.workers.dispatch;

import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.attempt.Attempt;
import dev.penstock.workers.attempt.AttemptRunner;
import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.attempt.StopReason;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.log.DeadLetters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a batch of deliveries: all starts are sent at once, and only when they are durable are the deliveries settled and the attempts run.
 * From then on the engine's lease is the truth, not the share group's lock.
 */
final class BatchStarter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchStarter.class);

    private final DispatchReader reader;
    private final Attempts attempts;
    private final CommandLog commands;
    private final DeadLetters deadLetters;
    private final AttemptRunner runner;
    private final SlotPool slots;
    private final RoleMeters meters;
    private final int deliveryLimit;

    BatchStarter(
            String role,
            Attempts attempts,
            CommandLog commands,
            DeadLetters deadLetters,
            AttemptRunner runner,
            SlotPool slots,
            RoleMeters meters,
            int deliveryLimit) {
        this.reader = new DispatchReader(role);
        this.attempts = attempts;
        this.commands = commands;
        this.deadLetters = deadLetters;
        this.runner = runner;
        this.slots = slots;
        this.meters = meters;
        this.deliveryLimit = deliveryLimit;
    }

    /** Something written on account of a delivery, and what becomes of it then. */
    private sealed interface Step {
        record Start(Attempt attempt, CompletableFuture<Long> write) implements Step {}

        record Letter(DeadLetterReason reason, CompletableFuture<Void> write) implements Step {}

        record Skip() implements Step {}
    }

    /**
     * A batch whose writes are concluded.
     *
     * @param attempts those that are started, and have to be launched whatever becomes of the settlement
     */
    record Started(List<Delivery> deliveries, List<Delivery.Verdict> verdicts, List<Attempt> attempts) {
        /** How many were handed back, since the log could not be written. */
        long failed() {
            return verdicts.stream()
                    .filter(verdict -> verdict == Delivery.Verdict.RELEASE)
                    .count();
        }

        void settle(DispatchSource source) {
            for (int i = 0; i < deliveries.size(); i++) {
                source.settle(deliveries.get(i), verdicts.get(i));
            }
            source.commit();
        }
    }

    /** Writes the starts and waits until they are durable. */
    Started start(List<Delivery> batch) throws InterruptedException {
        List<Delivery> deliveries = urgentFirst(batch);
        List<Step> steps = deliveries.stream().map(this::begin).toList();
        List<Delivery.Verdict> verdicts = new ArrayList<>(steps.size());
        List<Attempt> started = new ArrayList<>(steps.size());
        for (Step step : steps) {
            verdicts.add(conclude(step, started));
        }
        return new Started(deliveries, verdicts, started);
    }

    /** Runs started attempts; each gives its slot back when it is over. */
    void launch(List<Attempt> started, long takenAtNanos) {
        started.forEach(attempt -> launch(attempt, takenAtNanos));
    }

    private Step begin(Delivery delivery) {
        if (delivery.deliveryCount() >= deliveryLimit) {
            return letter(
                    delivery,
                    DeadLetterReason.DELIVERY_LIMIT,
                    "Handed out " + delivery.deliveryCount() + " times without being started");
        }
        return switch (reader.read(delivery)) {
            case DispatchReader.Read.Bad(String message) -> letter(delivery, DeadLetterReason.POISON_COMMAND, message);
            case DispatchReader.Read.Good(Dispatch dispatch) ->
                attempts.claim(dispatch)
                        .<Step>map(attempt ->
                                new Step.Start(attempt, commands.start(dispatch, delivery.timestampMillis())))
                        .orElseGet(() -> new Step.Skip());
        };
    }

    private Step letter(Delivery delivery, DeadLetterReason reason, String message) {
        LOG.warn(
                "Dead letter {} for {}-{} offset {}: {}",
                reason.code(),
                delivery.topic(),
                delivery.partition(),
                delivery.offset(),
                message);
        return new Step.Letter(reason, deadLetters.send(delivery, reason, message));
    }

    /** Waits for what was written on account of a delivery, and decides on it. */
    private Delivery.Verdict conclude(Step step, List<Attempt> started) throws InterruptedException {
        return switch (step) {
            case Step.Skip ignored -> {
                meters.skipped();
                yield Delivery.Verdict.ACCEPT;
            }
            case Step.Letter letter -> {
                if (!isDurable(letter.write())) {
                    yield Delivery.Verdict.RELEASE;
                }
                meters.deadLetter(letter.reason());
                yield Delivery.Verdict.REJECT;
            }
            case Step.Start start -> {
                if (!isDurable(start.write())) {
                    attempts.giveUp(start.attempt());
                    meters.released();
                    yield Delivery.Verdict.RELEASE;
                }
                if (isTooLate(start)) {
                    attempts.pass(start.attempt());
                    meters.skipped();
                    yield Delivery.Verdict.ACCEPT;
                }
                started.add(start.attempt());
                yield Delivery.Verdict.ACCEPT;
            }
        };
    }

    /**
     * Whether the grant had lapsed by the engine's clock when the start was written, so that the engine refuses the start and grants the task
     * anew: a call made until that is heard would be nobody's. So it is with all that was granted just before the engine was away for long.
     */
    private boolean isTooLate(Step.Start start) {
        long startBy = start.attempt().dispatch().getStartByMillis();
        return startBy > 0 && start.write().join() >= startBy;
    }

    private static boolean isDurable(CompletableFuture<?> write) throws InterruptedException {
        try {
            write.get();
            return true;
        } catch (ExecutionException e) {
            LOG.warn(
                    "Could not write, so a delivery goes back: {}",
                    e.getCause() == null ? e : e.getCause().toString());
            return false;
        }
    }

    private void launch(Attempt attempt, long takenAtNanos) {
        meters.started(takenAtNanos);
        runner.launch(attempt, new AttemptRunner.Observer() {
            @Override
            public void finished(Outcome outcome, boolean told) {
                meters.finished(outcome, told);
            }

            @Override
            public void stopped(StopReason reason) {
                meters.stopped(reason);
            }

            @Override
            public void leave() {
                slots.giveBack(1);
            }

            @Override
            public void retake() {
                slots.retake();
            }

            @Override
            public void over() {
                meters.over();
                slots.giveBack(1);
            }
        });
    }

    /** Urgent before normal before batch; in the order of arrival within each. */
    private static List<Delivery> urgentFirst(List<Delivery> batch) {
        if (batch.size() < 2) {
            return batch;
        }
        List<Delivery> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparingInt(delivery -> rank(delivery.topic())));
        return sorted;
    }

    private static int rank(String topic) {
        String tier = topic.substring(topic.lastIndexOf('.') + 1);
        return Topics.tierNamed(tier).map(known -> known.getNumber()).orElse(Integer.MAX_VALUE);
    }
}

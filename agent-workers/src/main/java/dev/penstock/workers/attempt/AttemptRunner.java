package dev.penstock.workers.attempt;

import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.execution.Execution;
import dev.penstock.workers.execution.Place;
import dev.penstock.workers.execution.Run;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.log.Outbox;
import dev.penstock.workers.output.OutputCheck;
import dev.penstock.workers.parents.TaskInputs;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.role.RoleProfile;
import dev.penstock.workers.stream.AttemptOutput;
import dev.penstock.workers.stream.OutputStreams;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs started attempts, each on a virtual thread, and tells the engine what came of them. */
public final class AttemptRunner {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    /** How long an end is written again and again. After that the lease ends the attempt. */
    private static final Duration REPORT_PATIENCE = Duration.ofMinutes(2);

    /** The same of an attempt that is handed back by a process that ends. */
    private static final Duration HAND_BACK_PATIENCE = Duration.ofSeconds(10);

    private static final String DRAINING = "draining";

    private final Execution execution;
    private final RoleCatalogue roles;
    private final PriceTable prices;
    private final TaskInputs inputs;
    private final Attempts attempts;
    private final Outbox outbox;
    private final CommandLog commands;
    private final OutputStreams streams;
    private final InstantSource clock;

    public AttemptRunner(
            Execution execution,
            RoleCatalogue roles,
            PriceTable prices,
            TaskInputs inputs,
            Attempts attempts,
            Outbox outbox,
            CommandLog commands,
            OutputStreams streams,
            InstantSource clock) {
        this.execution = execution;
        this.roles = roles;
        this.prices = prices;
        this.inputs = inputs;
        this.attempts = attempts;
        this.outbox = outbox;
        this.commands = commands;
        this.streams = streams;
        this.clock = clock;
    }

    /** Who waits for a run to be over, and keeps its slot. */
    public interface Observer extends Place {
        /** It ran to its end, and the engine was told; {@code told} is false when that could not be written. */
        void finished(Outcome outcome, boolean told);

        /** It was stopped from outside. */
        void stopped(StopReason reason);

        /** Called last, in every case: its slot is free. */
        void over();
    }

    /** Runs an attempt whose start is durable. Returns at once. */
    public void launch(Attempt attempt, Observer observer) {
        Thread.startVirtualThread(() -> {
            try {
                run(attempt, observer);
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts a run that is over", e);
            } finally {
                attempts.remove(attempt);
                observer.over();
            }
        });
    }

    private void run(Attempt attempt, Observer observer) throws InterruptedException {
        Dispatch dispatch = attempt.dispatch();
        RoleProfile profile = roles.of(dispatch.getRole());
        LlmCallRecorder calls = new LlmCallRecorder(attempt, commands.workerId(), profile, prices, outbox, clock);
        Usage used = Usage.getDefaultInstance();
        Outcome.@Nullable Accepted accepted = null;
        if (attempt.enter()) {
            Outcome outcome = planned(profile, bounded(execute(attempt, profile, calls, observer)));
            boolean counts = attempt.leave();
            used = usage(outcome);
            accepted = outcome instanceof Outcome.Accepted by ? by : null;
            // An interrupt that came before leave() was for the run, which is over.
            Thread.interrupted();
            if (counts) {
                observer.finished(outcome, report(dispatch, outcome));
            }
        }
        calls.settle();
        StopReason stopped = attempt.stopReason();
        if (stopped != null) {
            if (accepted != null) {
                leaveToRuntime(dispatch, stopped, accepted);
            } else {
                conclude(dispatch, stopped, used);
            }
            observer.stopped(stopped);
        }
    }

    private Outcome execute(Attempt attempt, RoleProfile profile, LlmCallRecorder calls, Place place) {
        Dispatch dispatch = attempt.dispatch();
        try (AttemptOutput output = streams.open(dispatch)) {
            return switch (inputs.of(dispatch)) {
                case TaskInputs.Input.Whole(String text) -> {
                    calls.reads(text.length());
                    yield execution.run(
                            new Run(dispatch, profile, text, calls, output, () -> attempt.stopReason() != null, place));
                }
                case TaskInputs.Input.Incomplete(Outcome outcome) -> outcome;
            };
        } catch (InterruptedException e) {
            return Outcome.Failure.of(FailureKind.INTERNAL_ERROR, "The run was interrupted");
        } catch (RuntimeException e) {
            LOG.error("Cannot run attempt {} of task {}", dispatch.getAttempt(), dispatch.getTaskId(), e);
            return Outcome.Failure.of(
                    FailureKind.INTERNAL_ERROR,
                    "The worker failed: " + e.getClass().getSimpleName());
        }
    }

    private boolean report(Dispatch dispatch, Outcome outcome) throws InterruptedException {
        boolean told = outbox.untilDurable(() -> commands.end(dispatch, outcome), REPORT_PATIENCE);
        if (!told) {
            LOG.error(
                    "The end of attempt {} of task {} could not be written; its lease will end it",
                    dispatch.getAttempt(),
                    dispatch.getTaskId());
        }
        return told;
    }

    /**
     * Tells what a stopped run used, as far as it is known. The engine has booked the attempt at its estimate, or will, and books this instead;
     * of one that is handed back it books this alone.
     */
    private void conclude(Dispatch dispatch, StopReason stopped, Usage used) throws InterruptedException {
        switch (stopped) {
            case DRAINING -> handBack(dispatch, used);
            case ENDED_BY_ENGINE, CANCELLED, LEASE_LOST -> {
                if (used.getCostMicros() > 0) {
                    outbox.untilDurable(() -> commands.cost(dispatch, used), REPORT_PATIENCE);
                }
            }
        }
    }

    /** A process that ends does not take back what a runtime has accepted. */
    private void leaveToRuntime(Dispatch dispatch, StopReason stopped, Outcome.Accepted accepted)
            throws InterruptedException {
        if (stopped == StopReason.DRAINING) {
            outbox.untilDurable(() -> commands.end(dispatch, accepted), HAND_BACK_PATIENCE);
        }
    }

    private void handBack(Dispatch dispatch, Usage used) throws InterruptedException {
        if (!outbox.untilDurable(() -> commands.defer(dispatch, DRAINING, Duration.ZERO, used), HAND_BACK_PATIENCE)) {
            LOG.warn("Could not hand back task {}; its lease will end it", dispatch.getTaskId());
        }
    }

    private static Usage usage(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success success -> success.usage();
            case Outcome.Failure failure -> failure.usage();
            case Outcome.Deferred deferred -> deferred.usage();
            case Outcome.Accepted ignored -> Usage.getDefaultInstance();
        };
    }

    /** No adapter can put more into the log than the limit, whatever it returns. */
    private static Outcome bounded(Outcome outcome) {
        if (outcome instanceof Outcome.Success(String output, Usage usage, Plan ignored)
                && output.length() > Limits.MAX_OUTPUT_BYTES / 3
                && output.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_OUTPUT_BYTES) {
            String message = "The output is over the limit of " + Limits.MAX_OUTPUT_BYTES + " bytes";
            return new Outcome.Failure(FailureKind.OUTPUT_TOO_LARGE, message, Duration.ZERO, usage);
        }
        return outcome;
    }

    /** An output that its role may not make is a failure, whichever execution let it pass; a planner's is read as its plan. */
    private static Outcome planned(RoleProfile profile, Outcome outcome) {
        if (!(outcome instanceof Outcome.Success(String output, Usage usage, Plan ignored))) {
            return outcome;
        }
        return switch (OutputCheck.of(profile).check(output)) {
            case OutputCheck.Valid(String valid, Plan plan) -> new Outcome.Success(valid, usage, plan);
            case OutputCheck.Invalid(FailureKind kind, String message) ->
                new Outcome.Failure(kind, message, Duration.ZERO, usage);
        };
    }
}

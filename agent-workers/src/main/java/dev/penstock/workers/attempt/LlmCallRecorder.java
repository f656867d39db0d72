package dev.penstock.workers.attempt;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.CallStarted;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.CallTicket;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.log.Messages;
import dev.penstock.workers.log.Outbox;
import dev.penstock.workers.pricing.ListedPrice;
import dev.penstock.workers.pricing.Price;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the calls of one attempt on {@code llm-calls}.
 *
 * <p>A provider's figures are checked. A call whose figures cannot be right (negative, or more than any call can use) is recorded with the
 * status {@code invalid_usage}, no tokens, and its reserved price as its cost; a good answer is kept all the same, since its tenant should not
 * pay for the provider's mistake with its task.
 */
final class LlmCallRecorder implements CallRecorder {
    /** Status of a call whose usage was reported wrong. */
    static final String INVALID_USAGE = "invalid_usage";

    private static final Logger LOG = LoggerFactory.getLogger(LlmCallRecorder.class);
    private static final Duration DEFERRAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Attempt attempt;
    private final String workerId;
    private final RoleProfile profile;
    private final PriceTable prices;
    private final Outbox outbox;
    private final InstantSource clock;
    private final List<Ending> endings = new ArrayList<>();
    private int inputChars;

    /** An end that was sent, and may have to be sent again. */
    private record Ending(LlmCall record, CompletableFuture<Void> write) {}

    LlmCallRecorder(
            Attempt attempt,
            String workerId,
            RoleProfile profile,
            PriceTable prices,
            Outbox outbox,
            InstantSource clock) {
        this.attempt = attempt;
        this.workerId = workerId;
        this.profile = profile;
        this.prices = prices;
        this.outbox = outbox;
        this.clock = clock;
        this.inputChars = attempt.dispatch().getInput().length();
    }

    /** The attempt's input is so long, what comes with the task's own included. */
    void reads(int chars) {
        inputChars = chars;
    }

    @Override
    public Start started(String provider, String model) throws InterruptedException {
        long now = clock.millis();
        @Nullable
        ListedPrice listed =
                prices.of(provider, model, Instant.ofEpochMilli(now)).orElse(null);
        if (listed == null) {
            return new Start.No(Outcome.Failure.of(
                    FailureKind.UNPRICED_MODEL,
                    "The model " + provider + "/" + model + " has no price. " + prices.howToAdd(provider, model)));
        }
        Dispatch dispatch = attempt.dispatch();
        long reserved = listed.price().cost(profile.estimateInput(inputChars), 0, profile.estimatedOutputTokens());
        LlmCall.Builder record = LlmCall.newBuilder()
                .setTenant(dispatch.getTenant())
                .setCallId(UUID.randomUUID().toString())
                .setTaskId(dispatch.getTaskId())
                .setAttempt(dispatch.getAttempt())
                .setRole(dispatch.getRole())
                .setProvider(provider)
                .setModel(model)
                .setStartedAtMillis(now)
                .setWorkerId(workerId)
                .setStarted(CallStarted.newBuilder().setReservedMicros(reserved));
        Recorded call = new Recorded(record, listed, reserved);
        try {
            send(record.build()).get();
            return new Start.Go(call);
        } catch (ExecutionException e) {
            // It may be on the topic all the same: without its end it would stay reserved.
            call.finished(notMade());
            return new Start.No(new Outcome.Deferred("accounting_unavailable", DEFERRAL));
        } catch (InterruptedException e) {
            call.finished(notMade());
            throw e;
        }
    }

    /** Waits until every end is durable. One that cannot be written leaves its call with its reserved price. */
    void settle() throws InterruptedException {
        for (Ending ending : endings) {
            boolean[] first = {true};
            boolean durable = outbox.untilDurable(
                    () -> {
                        CompletableFuture<Void> write = first[0] ? ending.write() : send(ending.record());
                        first[0] = false;
                        return write;
                    },
                    PATIENCE);
            if (!durable) {
                LOG.error(
                        "The end of call {} could not be recorded; its reserved price stands",
                        ending.record().getCallId());
            }
        }
    }

    private CompletableFuture<Void> send(LlmCall record) {
        return outbox.send(Topics.LLM_CALLS, record.getTenant(), record);
    }

    private static CallEnd notMade() {
        return new CallEnd(CallEnd.STOPPED, Tokens.NONE, 0, 0, "The call was not made");
    }

    private final class Recorded implements Call {
        private final LlmCall.Builder record;
        private final ListedPrice listed;
        private final long reservedMicros;
        private final long begunNanos = System.nanoTime();

        Recorded(LlmCall.Builder record, ListedPrice listed, long reservedMicros) {
            this.record = record;
            this.listed = listed;
            this.reservedMicros = reservedMicros;
        }

        @Override
        public Usage finished(CallEnd end) {
            boolean plausible = end.tokens().isPlausible();
            Usage usage = plausible
                    ? usage(end)
                    : Usage.newBuilder().setCostMicros(reservedMicros).build();
            LlmCall ended = record.setFinished(CallFinished.newBuilder()
                            .setStatus(status(end, plausible))
                            .setUsage(usage)
                            .setLatencyMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos))
                            .setFirstTokenMillis(end.firstTokenMillis())
                            .setHttpStatus(end.httpStatus())
                            .setMessage(Messages.oneLine(end.message()))
                            .setPriceVersion(listed.version()))
                    .build();
            endings.add(new Ending(ended, sendUninterrupted(ended)));
            return usage;
        }

        @Override
        public CallTicket ticket() {
            Price price = listed.price();
            return new CallTicket(
                    record.getCallId(),
                    workerId,
                    record.getStartedAtMillis(),
                    reservedMicros,
                    price.inputMicros(),
                    price.cachedInputMicros(),
                    price.outputMicros(),
                    price.callMicros(),
                    listed.version(),
                    Usage.getDefaultInstance(),
                    false,
                    null);
        }

        private Usage usage(CallEnd end) {
            return Usage.newBuilder()
                    .setInputTokens(end.tokens().input())
                    .setCachedInputTokens(end.tokens().cachedInput())
                    .setOutputTokens(end.tokens().output())
                    .setCostMicros(listed.price()
                            .cost(
                                    end.tokens().input(),
                                    end.tokens().cachedInput(),
                                    end.tokens().output()))
                    .build();
        }

        private String status(CallEnd end, boolean plausible) {
            if (!plausible) {
                return INVALID_USAGE;
            }
            // A call that was broken off fails in some way or other, as the interrupt found it.
            return attempt.stopReason() == null || end.status().equals(CallEnd.OK) ? end.status() : CallEnd.STOPPED;
        }

        /** The producer gives up at once in a thread that is interrupted, as the thread of a stopped attempt is. */
        private CompletableFuture<Void> sendUninterrupted(LlmCall ended) {
            boolean interrupted = Thread.interrupted();
            try {
                return send(ended);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}

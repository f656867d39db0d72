package dev.penstock.workers.anthropic;

import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import dev.penstock.schemas.Limits;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts a streamed answer together, event by event. */
final class Reply {
    /** Bytes of text per token, to guess what a stream that broke off has cost. */
    private static final int BYTES_PER_TOKEN = 4;

    private final long begunNanos;
    private final StringBuilder text = new StringBuilder();
    private long textBytes;
    private long inputTokens;
    private long outputTokens;
    private long firstTokenMillis;
    private boolean ended;
    private @Nullable StopReason stopReason;

    Reply(long begunNanos) {
        this.begunNanos = begunNanos;
    }

    void add(RawMessageStreamEvent event) {
        event.messageStart().ifPresent(start -> {
            var usage = start.message().usage();
            inputTokens = usage.inputTokens()
                    + usage.cacheCreationInputTokens().orElse(0L)
                    + usage.cacheReadInputTokens().orElse(0L);
            outputTokens = usage.outputTokens();
        });
        event.contentBlockDelta().flatMap(delta -> delta.delta().text()).ifPresent(delta -> append(delta.text()));
        event.messageDelta().ifPresent(delta -> {
            settle(delta.usage());
            stopReason = delta.delta().stopReason().orElse(null);
        });
        ended |= event.isMessageStop();
    }

    /** Why it is not a whole answer; empty when it is one. */
    Optional<Outcome.Failure> failure() {
        if (tooLarge()) {
            return Optional.of(Outcome.Failure.of(
                    FailureKind.OUTPUT_TOO_LARGE,
                    "The output is over the limit of " + Limits.MAX_OUTPUT_BYTES + " bytes"));
        }
        if (!ended) {
            return Optional.of(
                    Outcome.Failure.of(FailureKind.INVALID_RESPONSE, "The provider's answer broke off before its end"));
        }
        if (StopReason.REFUSAL.equals(stopReason)) {
            return Optional.of(Outcome.Failure.of(FailureKind.REFUSED, "The provider's model declined to answer"));
        }
        return Optional.empty();
    }

    boolean tooLarge() {
        return textBytes > Limits.MAX_OUTPUT_BYTES;
    }

    String text() {
        return text.toString();
    }

    long inputTokens() {
        return inputTokens;
    }

    /** As reported; of a stream that broke off before its report, at least what its text amounts to. */
    long outputTokens() {
        return ended ? outputTokens : Math.max(outputTokens, Math.ceilDiv(textBytes, BYTES_PER_TOKEN));
    }

    long firstTokenMillis() {
        return firstTokenMillis;
    }

    private void append(String piece) {
        if (textBytes == 0) {
            firstTokenMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos));
        }
        textBytes += piece.getBytes(StandardCharsets.UTF_8).length;
        if (!tooLarge()) {
            text.append(piece);
        }
    }

    /** The figures of this event are for the whole message so far, not to be added up. */
    private void settle(MessageDeltaUsage usage) {
        outputTokens = usage.outputTokens();
        usage.inputTokens()
                .ifPresent(input -> inputTokens = input
                        + usage.cacheCreationInputTokens().orElse(0L)
                        + usage.cacheReadInputTokens().orElse(0L));
    }
}

package dev.penstock.workers.anthropic;

import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Usage;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Tokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a streamed answer together, event by event. */
final class Reply {
    private final Answer answer;
    private long input;
    private long cachedInput;
    private long output;

    /** Whether the whole message's figures are known. */
    private boolean settled;

    private @Nullable StopReason stopReason;

    Reply(Answer answer) {
        this.answer = answer;
    }

    void add(RawMessageStreamEvent event) {
        event.messageStart().ifPresent(start -> told(() -> begin(start.message().usage())));
        event.contentBlockDelta()
                .flatMap(delta -> delta.delta().text())
                .ifPresent(delta -> answer.append(delta.text()));
        event.messageDelta().ifPresent(delta -> {
            told(() -> settle(delta.usage()));
            stopReason = delta.delta().stopReason().orElse(null);
        });
        if (event.isMessageStop()) {
            if (StopReason.MAX_TOKENS.equals(stopReason)) {
                answer.cutShort();
            }
            if (!settled) {
                answer.used(Tokens.UNKNOWN);
            }
            answer.complete();
        }
    }

    /** What it amounts to once nothing more comes. */
    CallResult result() {
        Optional<CallResult.Failed> defect = answer.defect();
        if (defect.isPresent()) {
            return defect.get();
        }
        return StopReason.REFUSAL.equals(stopReason)
                ? CallResult.Failed.of(FailureKind.REFUSED, "The provider's model declined to answer")
                : new CallResult.Answered();
    }

    /** Figures that are missing, or are no figures, spoil no answer. */
    private void told(Runnable read) {
        try {
            read.run();
        } catch (AnthropicInvalidDataException e) {
            settled = false;
        }
    }

    private void begin(Usage usage) {
        cachedInput = usage.cacheReadInputTokens().orElse(0L);
        input = usage.inputTokens() + usage.cacheCreationInputTokens().orElse(0L) + cachedInput;
        output = usage.outputTokens();
        report();
    }

    /** The figures of this event are for the whole message so far, not to be added up. */
    private void settle(MessageDeltaUsage usage) {
        output = usage.outputTokens();
        usage.inputTokens().ifPresent(fresh -> {
            cachedInput = usage.cacheReadInputTokens().orElse(0L);
            input = fresh + usage.cacheCreationInputTokens().orElse(0L) + cachedInput;
        });
        report();
        settled = true;
    }

    private void report() {
        answer.used(new Tokens(input, cachedInput, output));
    }
}

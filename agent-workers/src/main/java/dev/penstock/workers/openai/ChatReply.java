package dev.penstock.workers.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice;
import com.openai.models.completions.CompletionUsage;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Tokens;
import java.util.List;

/** Puts a streamed chat completion together, chunk by chunk. */
final class ChatReply implements Reply<ChatCompletionChunk> {
    private final Answer answer;
    private boolean refused;
    private boolean told;

    ChatReply(Answer answer) {
        this.answer = answer;
    }

    @Override
    public void add(ChatCompletionChunk chunk) {
        // The one with the usage has no choices.
        chunk._choices().asKnown().stream().flatMap(List::stream).limit(1).forEach(this::add);
        chunk._usage().asKnown().ifPresent(this::settle);
    }

    private void add(Choice choice) {
        Choice.Delta delta = choice.delta();
        delta.content().ifPresent(answer::append);
        refused |= delta.refusal().filter(text -> !text.isEmpty()).isPresent();
        choice.finishReason().ifPresent(reason -> {
            refused |= reason.equals(Choice.FinishReason.CONTENT_FILTER);
            if (reason.equals(Choice.FinishReason.LENGTH)) {
                answer.cutShort();
            }
            answer.complete();
        });
    }

    private void settle(CompletionUsage usage) {
        told = true;
        try {
            long cached = usage.promptTokensDetails()
                    .flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
                    .orElse(0L);
            answer.used(new Tokens(usage.promptTokens(), cached, usage.completionTokens()));
        } catch (OpenAIInvalidDataException e) {
            // Figures that are no figures spoil no answer.
            answer.used(Tokens.UNKNOWN);
        }
    }

    @Override
    public CallResult result() {
        if (!told && answer.defect().isEmpty()) {
            answer.used(Tokens.UNKNOWN);
        }
        if (refused) {
            return CallResult.Failed.of(FailureKind.REFUSED, "The provider's model declined to answer");
        }
        return answer.defect().<CallResult>map(defect -> defect).orElseGet(CallResult.Answered::new);
    }
}

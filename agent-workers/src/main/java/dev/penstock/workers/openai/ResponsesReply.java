package dev.penstock.workers.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.responses.Response;
import com.openai.models.responses.Response.IncompleteDetails;
import com.openai.models.responses.ResponseError;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.http.CallFailure;
import org.jspecify.annotations.Nullable;

/** Puts a streamed response together, event by event. */
final class ResponsesReply implements Reply<ResponseStreamEvent> {
    private final Answer answer;
    private boolean refused;
    private @Nullable CallFailure failure;

    ResponsesReply(Answer answer) {
        this.answer = answer;
    }

    @Override
    public void add(ResponseStreamEvent event) {
        event.outputTextDelta().ifPresent(delta -> answer.append(delta.delta()));
        refused |= event.isRefusalDelta() || event.isRefusalDone();
        event.completed().ifPresent(end -> settle(end.response()));
        event.incomplete().ifPresent(end -> {
            IncompleteDetails.Reason reason = end.response()
                    .incompleteDetails()
                    .flatMap(IncompleteDetails::reason)
                    .orElse(null);
            refused |= IncompleteDetails.Reason.CONTENT_FILTER.equals(reason);
            answer.cutShort();
            settle(end.response());
        });
        event.failed().ifPresent(end -> {
            used(end.response());
            failure = failure(end.response().error().orElse(null));
        });
        event.error()
                .ifPresent(error -> failure = CallFailure.within(
                        Failures.kindOf(error.code().orElse(""), FailureKind.PROVIDER_ERROR), error.message(), 200));
    }

    private static CallFailure failure(@Nullable ResponseError error) {
        if (error == null) {
            return CallFailure.within(FailureKind.PROVIDER_ERROR, "", 200);
        }
        return CallFailure.within(
                Failures.kindOf(error.code().asString(), FailureKind.PROVIDER_ERROR), error.message(), 200);
    }

    private void settle(Response response) {
        if (!used(response)) {
            answer.used(Tokens.UNKNOWN);
        }
        answer.complete();
    }

    /** Whether it says what it used. Figures that are no figures spoil no answer. */
    private boolean used(Response response) {
        try {
            ResponseUsage usage = response.usage().orElse(null);
            if (usage == null) {
                return false;
            }
            long cached = usage._inputTokensDetails()
                    .asKnown()
                    .flatMap(details -> details._cachedTokens().asKnown())
                    .orElse(0L);
            answer.used(new Tokens(usage.inputTokens(), cached, usage.outputTokens()));
            return true;
        } catch (OpenAIInvalidDataException e) {
            return false;
        }
    }

    @Override
    public CallResult result() {
        if (failure != null) {
            return failure.result();
        }
        if (refused) {
            return CallResult.Failed.of(FailureKind.REFUSED, "The provider's model declined to answer");
        }
        return answer.defect().<CallResult>map(defect -> defect).orElseGet(CallResult.Answered::new);
    }
}

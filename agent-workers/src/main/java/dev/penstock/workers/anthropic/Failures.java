package dev.penstock.workers.anthropic;

import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import com.anthropic.models.ErrorType;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.http.AnswerHeaders;
import dev.penstock.workers.http.CallFailure;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an exception of the vendor's client means to Penstock. */
final class Failures {
    private static final String NO_CREDIT = "credit balance is too low";

    private Failures() {}

    /** @param status the answer's, when it had begun; 0 otherwise */
    static CallFailure of(RuntimeException e, int status) {
        return switch (e) {
            case SseException inStream ->
                CallFailure.within(
                        kindOf(inStream.errorType().orElse(null)),
                        inStream.apiMessage().orElse(""),
                        status);
            case AnthropicServiceException answer ->
                CallFailure.answered(
                        kindOf(answer),
                        answer.statusCode(),
                        answer.apiMessage().orElse(""),
                        headers(answer),
                        Instant.now());
            case AnthropicInvalidDataException _ -> CallFailure.notInItsFormat(status);
            default -> CallFailure.transport(e, status);
        };
    }

    static AnswerHeaders headers(AnthropicServiceException answer) {
        return AnswerHeaders.of(answer.headers()::values);
    }

    private static FailureKind kindOf(AnthropicServiceException answer) {
        String words = answer.apiMessage().orElse("").toLowerCase(Locale.ROOT);
        return words.contains(NO_CREDIT) ? FailureKind.CREDIT_EXHAUSTED : CallFailure.kindOf(answer.statusCode());
    }

    /** An error that the provider reports within a stream that began well carries its type, but no status of its own. */
    private static FailureKind kindOf(@Nullable ErrorType type) {
        if (ErrorType.OVERLOADED_ERROR.equals(type)) {
            return FailureKind.OVERLOADED;
        }
        if (ErrorType.RATE_LIMIT_ERROR.equals(type)) {
            return FailureKind.RATE_LIMITED;
        }
        if (ErrorType.BILLING_ERROR.equals(type)) {
            return FailureKind.CREDIT_EXHAUSTED;
        }
        return ErrorType.INVALID_REQUEST_ERROR.equals(type) ? FailureKind.INVALID_REQUEST : FailureKind.PROVIDER_ERROR;
    }
}

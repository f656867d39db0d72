package dev.penstock.workers.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.http.AnswerHeaders;
import dev.penstock.workers.http.CallFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What an exception of the vendor's client, or an error within a stream, means to Penstock. */
final class Failures {
    private Failures() {}

    /** @param status the answer's, when it had begun; 0 otherwise */
    static CallFailure of(RuntimeException e, int status) {
        return switch (e) {
            case SseException inStream ->
                CallFailure.within(kindOf(code(inStream), FailureKind.PROVIDER_ERROR), words(inStream), status);
            case OpenAIServiceException answer ->
                CallFailure.answered(
                        kindOf(code(answer), CallFailure.kindOf(answer.statusCode())),
                        answer.statusCode(),
                        words(answer),
                        headers(answer),
                        Instant.now());
            case OpenAIInvalidDataException _ -> CallFailure.notInItsFormat(status);
            default -> CallFailure.transport(e, status);
        };
    }

    static AnswerHeaders headers(OpenAIServiceException answer) {
        return AnswerHeaders.of(answer.headers()::values);
    }

    /** Within a stream the code is all there is; in an answer it tells apart what has the same HTTP status. */
    static FailureKind kindOf(String code, FailureKind otherwise) {
        return switch (code) {
            case "insufficient_quota", "billing_hard_limit_reached", "billing_not_active" ->
                FailureKind.CREDIT_EXHAUSTED;
            case "rate_limit_exceeded" -> FailureKind.RATE_LIMITED;
            case "server_is_overloaded", "slow_down", "overloaded_error" -> FailureKind.OVERLOADED;
            case "content_filter", "content_policy_violation" -> FailureKind.REFUSED;
            case "context_length_exceeded", "invalid_prompt" -> FailureKind.INVALID_REQUEST;
            default -> otherwise;
        };
    }

    private static String code(OpenAIServiceException e) {
        String code = lenient(e::code);
        return code.isEmpty() ? lenient(e::type) : code;
    }

    /** Gateways leave out of their errors what they like. */
    private static String lenient(Supplier<Optional<String>> field) {
        try {
            return field.get().orElse("");
        } catch (OpenAIInvalidDataException e) {
            return "";
        }
    }

    private static String words(OpenAIServiceException e) {
        String words = String.valueOf(e.getMessage());
        String status = e.statusCode() + ": ";
        return words.startsWith(status) ? words.substring(status.length()) : words;
    }
}

package dev.penstock.workers.anthropic;

import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import com.anthropic.models.ErrorType;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an exception of the vendor's client means to Penstock. */
final class Failures {
    private Failures() {}

    static Failure of(RuntimeException e) {
        return switch (e) {
            case SseException inStream -> service(kindOf(inStream), inStream);
            case AnthropicServiceException answer -> service(kindOf(answer.statusCode()), answer);
            case AnthropicInvalidDataException ignored ->
                plain(FailureKind.INVALID_RESPONSE, "The provider's answer is not in its format");
            default -> transport(e);
        };
    }

    /**
     * A failure and the HTTP status it came with.
     *
     * @param httpStatus 0 when there was no answer
     */
    record Failure(CallResult.Failed result, int httpStatus) {}

    private static Failure service(FailureKind kind, AnthropicServiceException e) {
        String message = "The provider answered " + e.statusCode()
                + e.apiMessage().map(text -> ": " + text).orElse("");
        Duration retryAfter = kind.retryable() ? RetryAfter.of(e.headers(), Instant.now()) : Duration.ZERO;
        return new Failure(new CallResult.Failed(kind, message, retryAfter), e.statusCode());
    }

    private static FailureKind kindOf(int status) {
        return switch (status) {
            case 401 -> FailureKind.UNAUTHORIZED;
            case 403 -> FailureKind.FORBIDDEN;
            case 404 -> FailureKind.NOT_FOUND;
            case 408, 504 -> FailureKind.TIMEOUT;
            case 429 -> FailureKind.RATE_LIMITED;
            case 529 -> FailureKind.OVERLOADED;
            default -> status >= 500 ? FailureKind.PROVIDER_ERROR : FailureKind.INVALID_REQUEST;
        };
    }

    /** An error that the provider reports within a stream that began well carries its type, but no status of its own. */
    private static FailureKind kindOf(SseException e) {
        ErrorType type = e.errorType().orElse(null);
        if (ErrorType.OVERLOADED_ERROR.equals(type)) {
            return FailureKind.OVERLOADED;
        }
        if (ErrorType.RATE_LIMIT_ERROR.equals(type)) {
            return FailureKind.RATE_LIMITED;
        }
        return ErrorType.INVALID_REQUEST_ERROR.equals(type) ? FailureKind.INVALID_REQUEST : FailureKind.PROVIDER_ERROR;
    }

    private static Failure transport(RuntimeException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BoundedBody.TooLargeException tooLarge -> {
                    return plain(FailureKind.INVALID_RESPONSE, "The provider's answer is over " + tooLarge.limit());
                }
                case SocketTimeoutException ignored -> {
                    return plain(FailureKind.TIMEOUT, "The provider did not answer in time");
                }
                case InterruptedIOException ignored -> {
                    return plain(FailureKind.TIMEOUT, "The provider did not finish its answer in time");
                }
                default -> {}
            }
        }
        if (e instanceof AnthropicIoException || e.getCause() instanceof IOException) {
            return plain(FailureKind.CONNECTION_FAILED, "The connection to the provider failed: " + rootName(e));
        }
        return plain(FailureKind.INTERNAL_ERROR, "The worker could not make the call: " + rootName(e));
    }

    private static Failure plain(FailureKind kind, String message) {
        return new Failure(CallResult.Failed.of(kind, message), 0);
    }

    private static String rootName(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
    }
}

package dev.penstock.workers.http;

import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, and the HTTP status it came with.
 *
 * @param httpStatus 0 when there was no answer
 */
public record CallFailure(CallResult.Failed result, int httpStatus) {
    /** More of a provider's own words is not passed on. */
    private static final int MAX_WORDS = 300;

    /** Providers repeat keys in their errors, with some of it made out. */
    private static final Pattern KEY = Pattern.compile("\\b(sk|pk|key)-[A-Za-z0-9_*.-]+");

    /** The provider answered with an error. */
    public static CallFailure answered(FailureKind kind, int status, String words, AnswerHeaders headers, Instant now) {
        Duration retryAfter = kind.retryable() ? RetryAfter.of(headers, now) : Duration.ZERO;
        String said = said(words);
        return new CallFailure(
                new CallResult.Failed(
                        kind, "The provider answered " + status + (said.isEmpty() ? "" : ": " + said), retryAfter),
                status);
    }

    /** The provider began well and then reported an error. */
    public static CallFailure within(FailureKind kind, String words, int status) {
        String said = said(words);
        return new CallFailure(
                CallResult.Failed.of(kind, "The provider broke its answer off" + (said.isEmpty() ? "" : ": " + said)),
                status);
    }

    public static CallFailure notInItsFormat(int status) {
        return new CallFailure(
                CallResult.Failed.of(FailureKind.INVALID_RESPONSE, "The provider's answer is not in its format"),
                status);
    }

    public static CallFailure timedOut(int status) {
        return new CallFailure(
                CallResult.Failed.of(FailureKind.TIMEOUT, "The provider did not finish its answer in time"), status);
    }

    /** What is meant by an HTTP status that a provider says nothing more of. */
    public static FailureKind kindOf(int status) {
        return switch (status) {
            case 401 -> FailureKind.UNAUTHORIZED;
            case 402 -> FailureKind.CREDIT_EXHAUSTED;
            case 403 -> FailureKind.FORBIDDEN;
            case 404 -> FailureKind.NOT_FOUND;
            case 408, 504 -> FailureKind.TIMEOUT;
            case 429 -> FailureKind.RATE_LIMITED;
            case 529 -> FailureKind.OVERLOADED;
            default -> status >= 500 ? FailureKind.PROVIDER_ERROR : FailureKind.INVALID_REQUEST;
        };
    }

    /**
     * The way to the provider failed, or the worker itself.
     *
     * @param status the answer's, when one had begun; 0 otherwise
     */
    public static CallFailure transport(Throwable e, int status) {
        boolean io = false;
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BoundedBody.TooLargeException tooLarge -> {
                    return plain(
                            FailureKind.INVALID_RESPONSE, "The provider's answer is over " + tooLarge.limit(), status);
                }
                case SocketTimeoutException ignored -> {
                    return plain(FailureKind.TIMEOUT, "The provider did not answer in time", status);
                }
                case HttpTimeoutException ignored -> {
                    return plain(FailureKind.TIMEOUT, "The provider did not answer in time", status);
                }
                case InterruptedIOException ignored -> {
                    return timedOut(status);
                }
                case IOException ignored -> io = true;
                default -> {}
            }
        }
        return io
                ? plain(FailureKind.CONNECTION_FAILED, "The connection to the provider failed: " + rootName(e), status)
                : plain(FailureKind.INTERNAL_ERROR, "The worker could not make the call: " + rootName(e), status);
    }

    /** Tells the answer what status the failure came with, unless it knows one. */
    public CallResult in(Answer answer) {
        if (httpStatus > 0) {
            answer.status(httpStatus);
        }
        return result;
    }

    private static CallFailure plain(FailureKind kind, String message, int status) {
        return new CallFailure(CallResult.Failed.of(kind, message), status);
    }

    private static String said(String words) {
        String line = KEY.matcher(words.strip().replaceAll("\\s+", " ")).replaceAll("(a key)");
        return line.length() > MAX_WORDS ? line.substring(0, MAX_WORDS) + "…" : line;
    }

    private static String rootName(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + said(root.getMessage()));
    }
}

package dev.penstock.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A call that the simulator took, as its journal keeps it.
 *
 * @param id rises by one with each call, from 1, in the order in which they began
 * @param beginMillis wall clock, milliseconds since 1970-01-01T00:00Z
 * @param endMillis the same; 0 while it runs
 * @param tenant {@code x-penstock-tenant}, or empty
 * @param role {@code x-penstock-role}, or empty
 * @param task {@code x-penstock-task}, or empty
 * @param attempt {@code x-penstock-attempt}, or 0
 * @param model the model asked for; empty when the request was refused
 * @param stream whether the answer was to be streamed
 * @param laneCalls calls of the same tenant and role that ran when it began, itself included
 * @param inputTokens billed
 * @param outputTokens billed
 * @param outcome {@code running}, {@code ok}, an error type such as {@code rate_limit_error}, {@code truncated}, {@code client_gone} (also
 *     how a hang ends), of an accepted task {@code failed}, {@code stopped}, {@code gone} or {@code forgotten}, or {@code lost} with the
 *     simulator's process
 * @param provider {@code anthropic}, {@code openai}, {@code ollama} or {@code webhook}, by the protocol that it was called in; null in journals of earlier versions
 * @param key the API key's last four characters; null likewise
 */
public record CallRecord(
        long id,
        long beginMillis,
        long endMillis,
        String tenant,
        String role,
        String task,
        int attempt,
        String model,
        boolean stream,
        int laneCalls,
        int inputTokens,
        int outputTokens,
        String outcome,
        @Nullable String provider,
        @Nullable String key) {
    static final String RUNNING = "running";

    /** It ran when the simulator's process ended. */
    static final String LOST = "lost";

    CallRecord ended(long atMillis, int billedInput, int billedOutput, String how) {
        return new CallRecord(
                id,
                beginMillis,
                atMillis,
                tenant,
                role,
                task,
                attempt,
                model,
                stream,
                laneCalls,
                billedInput,
                billedOutput,
                how,
                provider,
                key);
    }

    /** What of a key may be shown. */
    static String tail(String apiKey) {
        return apiKey.substring(Math.max(0, apiKey.length() - 4));
    }
}

package dev.penstock.workers.adapter;

/**
 * How a call to a provider ended.
 *
 * @param status {@code ok}, {@code stopped}, or a {@link FailureKind}'s code
 * @param inputTokens as the provider reported them; checked by the recorder
 * @param outputTokens as the provider reported them; checked by the recorder
 * @param firstTokenMillis until the first streamed token; 0 when there was none
 * @param httpStatus 0 when there was no answer
 * @param message one line for people; empty when all went well
 */
public record CallEnd(
        String status, long inputTokens, long outputTokens, long firstTokenMillis, int httpStatus, String message) {
    public static final String OK = "ok";
    /** The worker broke the call off: cancelled, lease lost or draining. */
    public static final String STOPPED = "stopped";
}

package dev.penstock.workers.adapter;

/**
 * How a call to a provider ended.
 *
 * @param status {@code ok}, {@code stopped}, or a {@link FailureKind}'s code
 * @param tokens as the provider reported them; checked by the recorder
 * @param firstTokenMillis until the first streamed token; 0 when there was none
 * @param httpStatus 0 when there was no answer
 * @param message one line for people; empty when all went well
 */
public record CallEnd(String status, Tokens tokens, long firstTokenMillis, int httpStatus, String message) {
    public static final String OK = "ok";
    /** The worker broke the call off: cancelled, lease lost or draining. */
    public static final String STOPPED = "stopped";

    public static CallEnd of(String status, Answer answer, String message) {
        return new CallEnd(status, answer.tokens(), answer.firstTokenMillis(), answer.httpStatus(), message);
    }
}

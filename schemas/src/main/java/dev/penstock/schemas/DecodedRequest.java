package dev.penstock.schemas;

import dev.penstock.schemas.v1.TaskRequest;

/** What came of decoding a submission: a request within all limits, or why there is none. */
public sealed interface DecodedRequest {
    /** A request within all limits, its role and tier filled in. */
    record Valid(TaskRequest request) implements DecodedRequest {}

    /**
     * A refusal.
     *
     * @param message one line for people, at most {@link Limits#MAX_MESSAGE_CHARS} characters, free of control characters; quotes names but never
     *     more than a few characters of content
     */
    record Refused(DeadLetterReason reason, String message) implements DecodedRequest {
        public Refused {
            message = Texts.line(message, Limits.MAX_MESSAGE_CHARS);
        }
    }
}

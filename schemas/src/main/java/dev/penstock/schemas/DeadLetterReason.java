package dev.penstock.schemas;

import java.util.Locale;

/** Why something could not be taken in: {@code reason} of a record of {@link Topics#DLQ}. */
public enum DeadLetterReason {
    /** Not JSON or Protobuf at all, a JSON field of the wrong type, an unknown field, or a field given twice. */
    MALFORMED,
    /** Over {@link Limits#MAX_REQUEST_BYTES}. */
    TOO_LARGE,
    /** Readable, but a field is missing or out of its bounds. */
    INVALID,
    /** The record names no tenant. */
    NULL_KEY,
    NULL_VALUE,
    /** Neither JSON nor Protobuf by its {@code content-type} header. */
    UNSUPPORTED_CONTENT_TYPE,
    /** Role or tier differ from those of the topic that it was put on. */
    TOPIC_MISMATCH,
    /** A record of Penstock's own that Penstock cannot read. */
    POISON_COMMAND,
    /** Handed to workers too often without being acknowledged. */
    DELIVERY_LIMIT;

    /** As on the wire: the name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

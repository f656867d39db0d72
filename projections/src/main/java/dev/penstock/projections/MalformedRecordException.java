package dev.penstock.projections;

import org.jspecify.annotations.Nullable;

/** A record that no retry makes readable: it goes to the dead letters and the projection goes on. */
final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.penstock.ingest.events;

import java.util.List;
import java.util.Optional;

/** A tenant's latest events, quick to read, with no promise: it may lag, lose its oldest or all of them, or not answer. */
interface Window {
    /**
     * Up to {@code limit} events of {@code tenant} with a seq of at least {@code seq}, in order.
     *
     * @throws UnavailableException when it does not answer
     */
    List<TenantEvent> from(String tenant, long seq, int limit);

    /** The latest event there; empty when it holds none. */
    Optional<TenantEvent> last(String tenant);

    /** The window does not answer. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnavailableException(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }
}

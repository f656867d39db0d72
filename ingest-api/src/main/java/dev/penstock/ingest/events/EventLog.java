package dev.penstock.ingest.events;

import java.util.List;

/** All events that were ever committed and are still retained, of all tenants of a slot, in order: complete, but slow to search. */
interface EventLog {
    /**
     * What a read found.
     *
     * @param events the tenant's, in order
     * @param next offset to go on at
     * @param end whether everything committed by the time of the read has been looked at
     */
    record Chunk(List<TenantEvent> events, long next, boolean end) {
        public Chunk {
            events = List.copyOf(events);
        }
    }

    /**
     * Offsets of the tenant's slot.
     *
     * @param earliest oldest retained
     * @param end that of the next event to be committed
     */
    record Bounds(long earliest, long end) {}

    /**
     * Looks through the tenant's slot from {@code offset} on for events of {@code tenant}, for a bounded time and up to a bounded amount.
     *
     * @throws UnavailableException when it does not answer
     */
    Chunk read(String tenant, long offset);

    Bounds bounds(String tenant);

    /** The log does not answer. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message, Throwable cause) {
            super(message, cause, false, false);
        }
    }
}

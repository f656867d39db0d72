package dev.penstock.ingest.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one client has yet to see of its tenant's events: every event after a position once, in order, whatever becomes of the window.
 *
 * <p>Seqs are dense, so the window proves by itself that nothing is missing: while it holds the last delivered event or the one after that, what it
 * has is all there is. When it proves nothing, being trimmed, flushed, behind or away, the log is asked, from the offset after the last delivered
 * event on. Not for use by several threads.
 */
final class Feed {
    /** Events that one read of the window asks for. */
    static final int BATCH = 64;

    private static final long UNKNOWN = -1;

    private final String tenant;
    private final Window window;
    private final EventLog log;

    /** Seq of the last delivered event; {@link #UNKNOWN} until there is one. */
    private long seq;

    /** Where the log has not been looked at yet. */
    private long unread;

    private Feed(String tenant, Window window, EventLog log, long seq, long unread) {
        this.tenant = tenant;
        this.window = window;
        this.log = log;
        this.seq = seq;
        this.unread = unread;
    }

    /** How to go on. */
    enum Next {
        /** Ask again at once. */
        AGAIN,
        /** All is delivered; a wake-up will tell of more. */
        IDLE,
        /** All is delivered as far as the log goes, but the window proves nothing: wake-ups may be missing too. */
        UNPROVEN,
        /** The window does not answer: only asking again tells of more. */
        BLIND
    }

    /** Events to deliver now, and how to go on. */
    record Step(List<TenantEvent> events, Next next) {
        public Step {
            events = List.copyOf(events);
        }
    }

    /** The events that must follow are not there any more, or never were. */
    static final class GoneException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        GoneException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        /** One sentence for the client. */
        String reason() {
            return reason;
        }
    }

    /** All that happens from now on. */
    static Feed fromNow(String tenant, Window window, EventLog log) {
        Optional<TenantEvent> last;
        try {
            last = window.last(tenant);
        } catch (Window.UnavailableException e) {
            // The log knows where its end is; it just does not know the tenant's seq there.
            last = Optional.empty();
        }
        return last.map(event ->
                        new Feed(tenant, window, log, event.seq(), event.id().offset() + 1))
                .orElseGet(() -> new Feed(
                        tenant, window, log, UNKNOWN, log.bounds(tenant).end()));
    }

    /** Everything that is retained, and what follows. */
    static Feed fromStart(String tenant, Window window, EventLog log) {
        return new Feed(tenant, window, log, UNKNOWN, log.bounds(tenant).earliest());
    }

    /**
     * Exactly what follows {@code id}.
     *
     * @throws GoneException when {@code id} is none of this log
     */
    static Feed after(EventId id, String tenant, Window window, EventLog log) throws GoneException {
        boolean known;
        try {
            List<TenantEvent> found = window.from(tenant, id.seq(), 1);
            known = !found.isEmpty() && found.getFirst().seq() == id.seq();
            if (known && found.getFirst().id().offset() != id.offset()) {
                throw new GoneException("The event " + id + " is not one of this tenant's.");
            }
        } catch (Window.UnavailableException e) {
            // Then the log alone vouches for the id.
            known = false;
        }
        if (!known && log.bounds(tenant).end() <= id.offset()) {
            throw new GoneException("The event " + id + " is not in the log.");
        }
        return new Feed(tenant, window, log, id.seq(), id.offset() + 1);
    }

    /**
     * The events to deliver next.
     *
     * @throws GoneException when those that must follow are no longer retained
     */
    Step next() throws GoneException {
        if (seq == UNKNOWN) {
            return fromLog(Next.UNPROVEN);
        }
        List<TenantEvent> found;
        try {
            found = window.from(tenant, seq, BATCH + 1);
        } catch (Window.UnavailableException e) {
            return fromLog(Next.BLIND);
        }
        boolean anchored = !found.isEmpty() && found.getFirst().seq() == seq;
        List<TenantEvent> dense = dense(anchored ? found.subList(1, found.size()) : found);
        if (!dense.isEmpty()) {
            return deliver(dense, Next.AGAIN);
        }
        return anchored && found.size() == 1 ? new Step(List.of(), Next.IDLE) : fromLog(Next.UNPROVEN);
    }

    private Step fromLog(Next atEnd) throws GoneException {
        EventLog.Chunk chunk = log.read(tenant, unread);
        List<TenantEvent> fresh = new ArrayList<>();
        long last = seq;
        for (TenantEvent event : chunk.events()) {
            if (last != UNKNOWN && event.seq() > last + 1) {
                throw new GoneException("The events between " + last + " and " + event.seq() + " are no longer kept.");
            }
            if (last == UNKNOWN || event.seq() == last + 1) {
                fresh.add(event);
                last = event.seq();
            }
        }
        unread = chunk.next();
        if (!fresh.isEmpty()) {
            seq = last;
            return new Step(fresh, Next.AGAIN);
        }
        return new Step(fresh, chunk.end() ? atEnd : Next.AGAIN);
    }

    private Step deliver(List<TenantEvent> events, Next next) {
        TenantEvent last = events.getLast();
        seq = last.seq();
        unread = Math.max(unread, last.id().offset() + 1);
        return new Step(events, next);
    }

    /** Those of {@code found} that follow {@link #seq} without a gap. */
    private List<TenantEvent> dense(List<TenantEvent> found) {
        int count = 0;
        while (count < found.size() && found.get(count).seq() == seq + 1 + count) {
            count++;
        }
        return found.subList(0, count);
    }
}

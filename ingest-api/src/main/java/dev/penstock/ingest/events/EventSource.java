package dev.penstock.ingest.events;

import dev.penstock.ingest.http.RareLog;
import dev.penstock.ingest.sse.SseSource;
import dev.penstock.ingest.sse.SseWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows one client its tenant's events. */
final class EventSource implements SseSource {
    private static final Logger LOG = LoggerFactory.getLogger(EventSource.class);
    private static final RareLog RARE_LOG = new RareLog(LOG);

    private final Feed feed;
    private final Predicate<TenantEvent> filter;
    private Feed.@Nullable Step first;

    /** @param first what was read of {@code feed} already */
    EventSource(Feed feed, Feed.Step first, Predicate<TenantEvent> filter) {
        this.feed = feed;
        this.first = first;
        this.filter = filter;
    }

    @Override
    public Step write(SseWriter out) throws IOException {
        Feed.Step step = first;
        first = null;
        try {
            return write(step == null ? feed.next() : step, out);
        } catch (EventLog.UnavailableException e) {
            RARE_LOG.warn("The events cannot be read now: {}", e);
            return new Step(0, Next.BLIND);
        } catch (Feed.GoneException e) {
            // Only a reader that retention overtook comes here. Told on the next connection, which its last id does not
            // begin.
            LOG.warn("A stream ends since it cannot go on without a gap: {}", e.getMessage());
            throw new IOException(e.getMessage(), e);
        }
    }

    private Step write(Feed.Step step, SseWriter out) throws IOException {
        int written = 0;
        for (TenantEvent event : step.events()) {
            Optional<String> kind = EventKind.of(event.event());
            if (kind.isPresent() && filter.test(event)) {
                out.frame(event.id().toString(), kind.get(), data -> EventJson.write(event.event(), data));
                written++;
            }
        }
        return new Step(
                written,
                switch (step.next()) {
                    case AGAIN -> Next.AGAIN;
                    case IDLE -> Next.IDLE;
                    case UNPROVEN -> Next.UNPROVEN;
                    case BLIND -> Next.BLIND;
                });
    }
}

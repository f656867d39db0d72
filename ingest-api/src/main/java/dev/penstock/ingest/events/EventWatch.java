package dev.penstock.ingest.events;

import dev.penstock.ingest.sse.SseServer;
import dev.penstock.schemas.v1.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Sees the events of a tenant that come after it was made, to find out what came of a command. For one thread. */
public final class EventWatch implements AutoCloseable {
    /** Between two looks, when no wake-up comes. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Feed feed;
    private final SseServer.Waiter listener;

    EventWatch(Feed feed, SseServer.Waiter listener) {
        this.feed = feed;
        this.listener = listener;
    }

    /** The first event that {@code wanted} is true of; empty when none has come within {@code limit}, or events cannot be read now. */
    public Optional<Event> await(Predicate<Event> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                Feed.Step step = feed.next();
                for (TenantEvent event : step.events()) {
                    if (wanted.test(event.event())) {
                        return Optional.of(event.event());
                    }
                }
                if (step.next() != Feed.Next.AGAIN) {
                    listener.await(LOOK);
                }
            }
        } catch (EventLog.UnavailableException | Feed.GoneException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        listener.close();
    }
}

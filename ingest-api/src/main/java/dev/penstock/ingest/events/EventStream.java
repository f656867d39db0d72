package dev.penstock.ingest.events;

import dev.penstock.ingest.http.RareLog;
import dev.penstock.ingest.keys.Authenticator;
import dev.penstock.ingest.keys.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's stream, on the thread of its request. It holds no events beyond those of one step: a client that does not read holds up itself only. */
final class EventStream {
    /** Time without a frame after which a comment keeps proxies and clients from giving up. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How often a stream looks whether its key is still good and its process still runs. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How often a stream looks for events that no wake-up told of. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** The same while the log has to be searched for it, which is costly. */
    private static final Duration SEARCH = Duration.ofSeconds(15);

    /** How long a stream goes on while the keys cannot be looked up: whoever could withdraw one cannot reach them either. */
    private static final Duration KEYS_AWAY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final RareLog RARE_LOG = new RareLog(LOG);

    private final Caller caller;
    private final Feed feed;
    private final Wakeups wakeups;
    private final Wakeups.Listener listener;
    private final SseWriter out;
    private final Predicate<TenantEvent> filter;
    private final Authenticator keys;
    private final Streams streams;
    private final LongSupplier nanos;
    private long wroteNanos;
    private long lookedNanos;
    private long keyAskedNanos;
    private long keyGoodNanos;

    /** What streams share. */
    record Shared(Wakeups wakeups, Authenticator keys, Streams streams, LongSupplier nanos) {}

    EventStream(
            Caller caller,
            Feed feed,
            Wakeups.Listener listener,
            SseWriter out,
            Predicate<TenantEvent> filter,
            Shared shared) {
        this.caller = caller;
        this.feed = feed;
        this.listener = listener;
        this.out = out;
        this.filter = filter;
        wakeups = shared.wakeups();
        keys = shared.keys();
        streams = shared.streams();
        nanos = shared.nanos();
    }

    /** Writes what {@code first} holds and all that follows, until the stream must end; throws when the client is gone. */
    void run(Feed.Step first) throws IOException, InterruptedException {
        long now = nanos.getAsLong();
        lookedNanos = now;
        keyAskedNanos = now;
        keyGoodNanos = now;
        out.ready();
        Feed.Next next = write(first);
        flush();
        while (!streams.stopping() && keyIsGood()) {
            if (next == Feed.Next.AGAIN
                    || listener.await(TICK)
                    || since(lookedNanos).compareTo(patience(next)) >= 0) {
                lookedNanos = nanos.getAsLong();
                next = look();
            }
            if (since(wroteNanos).compareTo(HEARTBEAT) >= 0) {
                out.comment("keep-alive");
                flush();
            }
        }
    }

    private Feed.Next look() throws IOException {
        try {
            return write(feed.next());
        } catch (EventLog.UnavailableException e) {
            RARE_LOG.warn("The events cannot be read now: {}", e);
            return Feed.Next.BLIND;
        } catch (Feed.GoneException e) {
            // Only a reader that retention overtook comes here. Told on the next connection, which its last id does not
            // begin.
            LOG.warn("A stream ends since it cannot go on without a gap: {}", e.getMessage());
            throw new IOException(e.getMessage(), e);
        }
    }

    private Feed.Next write(Feed.Step step) throws IOException {
        int written = 0;
        for (TenantEvent event : step.events()) {
            if (filter.test(event) && out.event(event)) {
                written++;
            }
        }
        if (written > 0) {
            streams.wrote(written);
            flush();
        }
        return step.next();
    }

    private void flush() throws IOException {
        out.flush();
        wroteNanos = nanos.getAsLong();
    }

    private Duration patience(Feed.Next next) {
        return switch (next) {
            case AGAIN -> Duration.ZERO;
            case IDLE -> wakeups.working() ? LOOK : TICK;
            case UNPROVEN -> wakeups.working() ? SEARCH : LOOK;
            case BLIND -> TICK;
        };
    }

    private boolean keyIsGood() {
        if (since(keyAskedNanos).compareTo(TICK) < 0) {
            return true;
        }
        keyAskedNanos = nanos.getAsLong();
        try {
            if (!keys.stillActive(caller)) {
                return false;
            }
            keyGoodNanos = nanos.getAsLong();
            return true;
        } catch (RuntimeException e) {
            RARE_LOG.warn("A stream's key cannot be looked up: {}", e.toString());
            return since(keyGoodNanos).compareTo(KEYS_AWAY) < 0;
        }
    }

    private Duration since(long then) {
        return Duration.ofNanos(nanos.getAsLong() - then);
    }
}

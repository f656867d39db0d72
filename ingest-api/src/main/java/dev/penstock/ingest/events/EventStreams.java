package dev.penstock.ingest.events;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.keys.Authenticator;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.redis.RedisAddress;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.ingest.redis.RedisSubscription;
import dev.penstock.runtime.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything behind {@code GET /v1/events}: the window, the log, the wake-ups, and one {@link EventStream} per client. */
public final class EventStreams implements AutoCloseable {
    /** Answers of the window are large: few of them are on their way at once. */
    private static final int WINDOW_BATCH = 16;

    private final Streams streams;
    private final RedisBatch redis;
    private final RedisSubscription subscription;
    private final Wakeups wakeups;
    private final Window window;
    private final KafkaLog log;
    private final EventStream.Shared shared;

    /**
     * Connects to nothing yet.
     *
     * @param slots partitions of {@code penstock.events}
     * @param maxPerTenant streams that a tenant may have open here
     */
    public EventStreams(Settings settings, Authenticator keys, int slots, int maxPerTenant, MeterRegistry metrics) {
        RedisAddress address = new RedisAddress(settings);
        streams = new Streams(maxPerTenant, metrics);
        redis = new RedisBatch(address, WINDOW_BATCH);
        subscription = new RedisSubscription(address);
        wakeups = new Wakeups(subscription);
        window = new RedisWindow(redis);
        log = new KafkaLog(settings, slots);
        shared = new EventStream.Shared(wakeups, keys, streams, System::nanoTime);
    }

    public void start() {
        subscription.start();
    }

    /**
     * Where a stream begins and what it shows.
     *
     * @param after the last event that the client has; null for none
     * @param fromStart whether a stream without {@code after} begins at the oldest event rather than now
     * @param task only events of this task; null for all
     */
    record Wanted(
            @Nullable EventId after,
            boolean fromStart,
            @Nullable UUID task) {}

    /** Serves a stream on the calling thread until it ends: the client goes, its key is withdrawn, or this process stops. */
    void serve(Caller caller, Wanted wanted, HttpServletResponse response) throws IOException {
        Streams.Place place = streams.enter(caller.tenant());
        try (place;
                Wakeups.Listener listener = wakeups.listen(caller.tenant())) {
            Feed feed;
            Feed.Step first;
            try {
                feed = feed(caller.tenant(), wanted);
                first = feed.next();
            } catch (Feed.GoneException e) {
                throw Problem.of(ProblemType.EVENTS_GONE, e.reason()).exception();
            } catch (EventLog.UnavailableException e) {
                throw Problem.unavailable("The events cannot be read now.", (int) SseWriter.RETRY.toSeconds())
                        .exception();
            }
            response.setContentType("text/event-stream;charset=UTF-8");
            // Proxies in between must not gather frames.
            response.setHeader("X-Accel-Buffering", "no");
            SseWriter out = new SseWriter(response.getOutputStream());
            new EventStream(caller, feed, listener, out, filter(wanted.task()), shared).run(first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sees what happens to a tenant from now on; the caller closes it. Ends with a problem when events cannot be read now. */
    public EventWatch watch(String tenant) {
        Wakeups.Listener listener = wakeups.listen(tenant);
        try {
            return new EventWatch(Feed.fromNow(tenant, window, log), listener);
        } catch (EventLog.UnavailableException e) {
            listener.close();
            throw Problem.unavailable("The events cannot be read now.", (int) SseWriter.RETRY.toSeconds())
                    .exception();
        }
    }

    private Feed feed(String tenant, Wanted wanted) throws Feed.GoneException {
        EventId after = wanted.after();
        if (after != null) {
            return Feed.after(after, tenant, window, log);
        }
        return wanted.fromStart() ? Feed.fromStart(tenant, window, log) : Feed.fromNow(tenant, window, log);
    }

    private static Predicate<TenantEvent> filter(@Nullable UUID task) {
        if (task == null) {
            return event -> true;
        }
        String id = task.toString();
        return event ->
                event.event().hasTask() && event.event().getTask().getTaskId().equals(id);
    }

    /** Ends all streams and waits for nobody: each ends at its next look, within about a second. */
    public void stop() {
        streams.stop();
        wakeups.wakeAll();
    }

    @Override
    public void close() {
        stop();
        subscription.close();
        redis.close();
        log.close();
    }
}

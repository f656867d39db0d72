package dev.penstock.ingest.events;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.redis.RedisAddress;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.ingest.sse.SseServer;
import dev.penstock.ingest.sse.SseWriter;
import dev.penstock.runtime.Settings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything behind {@code GET /v1/events}: the window, the log, and one {@link EventSource} per client. */
public final class EventStreams implements AutoCloseable {
    /** Answers of the window are large: few of them are on their way at once. */
    private static final int WINDOW_BATCH = 16;

    private final SseServer server;
    private final RedisBatch redis;
    private final Window window;
    private final KafkaLog log;

    /**
     * Connects to nothing yet.
     *
     * @param slots partitions of {@code penstock.events}
     */
    public EventStreams(Settings settings, SseServer server, int slots) {
        this.server = server;
        redis = new RedisBatch(new RedisAddress(settings), WINDOW_BATCH);
        window = new RedisWindow(redis);
        log = new KafkaLog(settings, slots);
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
        try (SseServer.Session session = server.enter(caller, "penstock:{" + caller.tenant() + "}:wake")) {
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
            session.run(new EventSource(feed, first, filter(wanted.task())), response);
        }
    }

    /** Sees what happens to a tenant from now on; the caller closes it. Ends with a problem when events cannot be read now. */
    public EventWatch watch(String tenant) {
        SseServer.Waiter listener = server.waiter("penstock:{" + tenant + "}:wake");
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

    @Override
    public void close() {
        redis.close();
        log.close();
    }
}

package dev.penstock.ingest.sse;

import dev.penstock.ingest.keys.Authenticator;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.redis.RedisAddress;
import dev.penstock.ingest.redis.RedisSubscription;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Serves streams, each on the thread of its request, and ends them all when the process stops. */
public final class SseServer implements AutoCloseable {
    private final Streams streams;
    private final RedisSubscription subscription;
    private final Wakeups wakeups;
    private final Authenticator keys;

    /**
     * Connects to nothing yet.
     *
     * @param maxPerTenant streams that a tenant may have open here
     */
    public SseServer(RedisAddress redis, Authenticator keys, int maxPerTenant, MeterRegistry metrics) {
        streams = new Streams(maxPerTenant, metrics);
        subscription = new RedisSubscription(redis);
        wakeups = new Wakeups(subscription);
        this.keys = keys;
    }

    public void start() {
        subscription.start();
    }

    /** Waits for wake-ups on one channel. For one thread. */
    public interface Waiter extends AutoCloseable {
        /** Returns with the next wake-up, or after {@code limit}. */
        void await(Duration limit) throws InterruptedException;

        @Override
        void close();
    }

    /** Hears the wake-ups on {@code channel} from now on; the caller closes it. */
    public Waiter waiter(String channel) {
        Wakeups.Listener listener = wakeups.listen(channel);
        return new Waiter() {
            @Override
            public void await(Duration limit) throws InterruptedException {
                listener.await(limit);
            }

            @Override
            public void close() {
                listener.close();
            }
        };
    }

    /** A stream that is about to begin: it has its place, and nothing that is published from now on escapes it. */
    public final class Session implements AutoCloseable {
        private final Caller caller;
        private final Streams.Place place;
        private final Wakeups.Listener listener;

        private Session(Caller caller, Streams.Place place, Wakeups.Listener listener) {
            this.caller = caller;
            this.place = place;
            this.listener = listener;
        }

        /** Shows {@code source} until it ends, the client goes, its key is withdrawn, or this process stops. */
        public void run(SseSource source, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream;charset=UTF-8");
            // Proxies in between must not gather frames.
            response.setHeader("X-Accel-Buffering", "no");
            SseWriter out = new SseWriter(response.getOutputStream());
            try {
                new SseLoop(caller, source, listener, out, new SseLoop.Shared(wakeups, keys, streams, System::nanoTime))
                        .run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            listener.close();
            place.close();
        }
    }

    /**
     * Takes a place for a stream of {@code caller}; ends with a problem when there is none.
     *
     * @param channel where it is published that there may be more to show
     */
    public Session enter(Caller caller, String channel) {
        Streams.Place place = streams.enter(caller.tenant());
        return new Session(caller, place, wakeups.listen(channel));
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
    }
}

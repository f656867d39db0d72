package dev.penstock.ingest.sse;

import dev.penstock.ingest.http.RareLog;
import dev.penstock.ingest.keys.Authenticator;
import dev.penstock.ingest.keys.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's stream, on the thread of its request. Nothing is held beyond one step: a client that does not read holds up itself only. */
final class SseLoop {
    /** Time without a frame after which a comment keeps proxies and clients from giving up. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How often a stream looks whether its key is still good and its process still runs. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How often a stream looks for what is due any moment. */
    private static final Duration SOON = Duration.ofMillis(200);

    /** How often a stream looks for what no wake-up told of. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** The same while that is costly. */
    private static final Duration SEARCH = Duration.ofSeconds(15);

    /** How long a stream goes on while the keys cannot be looked up: whoever could withdraw one cannot reach them either. */
    private static final Duration KEYS_AWAY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SseLoop.class);
    private static final RareLog RARE_LOG = new RareLog(LOG);

    private final Caller caller;
    private final SseSource source;
    private final Wakeups wakeups;
    private final Wakeups.Listener listener;
    private final SseWriter out;
    private final Authenticator keys;
    private final Streams streams;
    private final LongSupplier nanos;
    private long wroteNanos;
    private long lookedNanos;
    private long keyAskedNanos;
    private long keyGoodNanos;

    /** What streams share. */
    record Shared(Wakeups wakeups, Authenticator keys, Streams streams, LongSupplier nanos) {}

    SseLoop(Caller caller, SseSource source, Wakeups.Listener listener, SseWriter out, Shared shared) {
        this.caller = caller;
        this.source = source;
        this.listener = listener;
        this.out = out;
        wakeups = shared.wakeups();
        keys = shared.keys();
        streams = shared.streams();
        nanos = shared.nanos();
    }

    /** Writes all there is and all that follows, until the stream must end; throws when the client is gone. */
    void run() throws IOException, InterruptedException {
        long now = nanos.getAsLong();
        lookedNanos = now;
        keyAskedNanos = now;
        keyGoodNanos = now;
        out.ready();
        SseSource.Next next = look();
        flush();
        while (next != SseSource.Next.END && !streams.stopping() && keyIsGood()) {
            Duration patience = patience(next);
            if (patience.isZero()
                    || listener.await(patience.compareTo(TICK) < 0 ? patience : TICK)
                    || since(lookedNanos).compareTo(patience) >= 0) {
                lookedNanos = nanos.getAsLong();
                next = look();
            }
            if (since(wroteNanos).compareTo(HEARTBEAT) >= 0) {
                out.comment("keep-alive");
                flush();
            }
        }
    }

    private SseSource.Next look() throws IOException {
        SseSource.Step step = source.write(out);
        if (step.frames() > 0) {
            streams.wrote(step.frames());
            flush();
        }
        return step.next();
    }

    private void flush() throws IOException {
        out.flush();
        wroteNanos = nanos.getAsLong();
    }

    private Duration patience(SseSource.Next next) {
        return switch (next) {
            case AGAIN, END -> Duration.ZERO;
            case SOON -> SOON;
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

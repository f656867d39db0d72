package dev.penstock.local;

import dev.penstock.local.PartStatus.State;
import dev.penstock.runtime.Health;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One part and the thread that watches it: a part that dies is started again after a back-off. */
final class Supervised {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(250);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
    /** A part that ran this long is taken to have been well: its next failure starts from the shortest back-off. */
    private static final Duration STABLE = Duration.ofSeconds(60);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Part part;
    private final StackListener listener;
    private final Thread watcher;
    private volatile boolean closing;
    private volatile PartStatus status;
    private Part.@Nullable Running running;

    Supervised(Part part, StackListener listener) {
        this.part = part;
        this.listener = listener;
        status = new PartStatus(part.name(), State.DOWN, "", 0, Instant.EPOCH, 0, "not started");
        watcher = Thread.ofPlatform().daemon().name("watch-" + part.name()).unstarted(this::watch);
    }

    PartStatus status() {
        return status;
    }

    /** Starts the part for the first time, and watches it from then on. */
    void start() throws Exception {
        startOnce(0);
        watcher.start();
    }

    /** Stops watching, then the part. */
    void close() {
        closing = true;
        if (watcher.getState() != Thread.State.NEW) {
            watcher.interrupt();
            try {
                watcher.join(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            if (running != null) {
                running.stop();
                running = null;
                status = down("stopped");
                listener.stopped(part.name());
            }
        }
    }

    private synchronized void startOnce(int restarts) throws Exception {
        if (closing) {
            throw new InterruptedException("The stack is stopping.");
        }
        status = new PartStatus(part.name(), State.STARTING, status.url(), 0, Instant.EPOCH, restarts, "starting");
        listener.starting(part.name());
        long begin = System.nanoTime();
        try {
            running = part.start();
        } catch (Exception e) {
            status = down(String.valueOf(e.getMessage()));
            throw e;
        }
        status = up(running, State.UP, restarts, "started");
        listener.ready(part.name(), running.url(), Duration.ofNanos(System.nanoTime() - begin));
    }

    private void watch() {
        Duration backoff = MIN_BACKOFF;
        long upSince = System.nanoTime();
        try {
            while (!closing) {
                Thread.sleep(CHECK_INTERVAL);
                @Nullable String death = causeOfDeath();
                if (death != null) {
                    backoff = System.nanoTime() - upSince > STABLE.toNanos() ? MIN_BACKOFF : backoff;
                    backoff = bringBack(death, backoff);
                    upSince = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the part has to be started again; null when it has not. */
    private @Nullable String causeOfDeath() {
        Part.@Nullable Running now = running;
        if (now == null) {
            return status.detail();
        }
        Health health = now.health();
        if (!health.live()) {
            return health.detail();
        }
        status = up(now, health.ready() ? State.UP : State.UNHEALTHY, status.restarts(), health.detail());
        return null;
    }

    /** Starts the part again, as often as it takes; returns the back-off for the next time. */
    private Duration bringBack(String why, Duration backoff) throws InterruptedException {
        Duration pause = backoff;
        String cause = why;
        while (!closing) {
            int restarts = status.restarts() + 1;
            LOG.warn("{} is down, restart {} in {} ms: {}", part.name(), restarts, pause.toMillis(), cause);
            status = new PartStatus(part.name(), State.RESTARTING, status.url(), 0, Instant.EPOCH, restarts, cause);
            listener.restarting(part.name(), restarts, cause);
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : pause.multipliedBy(2);
            try {
                clearUp();
                startOnce(restarts);
                return pause;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                LOG.warn("{} cannot start", part.name(), e);
                cause = String.valueOf(e.getMessage());
            }
        }
        return pause;
    }

    private synchronized void clearUp() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    private PartStatus up(Part.Running now, State state, int restarts, String detail) {
        return new PartStatus(
                part.name(), state, now.url(), now.process().pid(), now.processStartedAt(), restarts, detail);
    }

    private PartStatus down(String detail) {
        return new PartStatus(part.name(), State.DOWN, status.url(), 0, Instant.EPOCH, status.restarts(), detail);
    }
}

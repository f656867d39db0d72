package dev.penstock.ingest.http;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warns of what every request runs into while a part is away: once in a while, with how often it came since. */
public final class RareLog {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Logger log;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
    private final AtomicLong unsaid = new AtomicLong();

    public RareLog(Logger log) {
        this.log = log;
    }

    /** Logs {@code message} with its one argument, unless it did so a moment ago. */
    public void warn(String message, Object argument) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE_NANOS)) {
            long more = unsaid.getAndSet(0);
            // As a text: an exception would come with its stack.
            log.warn(more == 0 ? message : message + " (and " + more + " more of the kind)", argument.toString());
        } else {
            unsaid.incrementAndGet();
        }
    }
}

package dev.penstock.torture;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The world's clock and what is going to happen when; things of one time happen in the order in which they were planned. */
final class Agenda {
    private record Entry(long at, long number, Runnable action) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long now;
    private long planned;

    /** @param start when it begins, milliseconds since 1970-01-01T00:00Z */
    Agenda(long start) {
        now = start;
    }

    long now() {
        return now;
    }

    void in(long millis, Runnable action) {
        entries.add(new Entry(now + millis, planned++, action));
    }

    /** Does what comes next; time jumps there. */
    void step() {
        Entry next = entries.remove();
        now = next.at();
        next.action().run();
    }
}

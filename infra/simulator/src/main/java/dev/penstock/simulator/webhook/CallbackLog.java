package dev.penstock.simulator.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest callbacks of all runtimes, and the stops that they were told. */
public final class CallbackLog {
    static final int CAPACITY = 20_000;

    private final Deque<CallbackEntry> latest = new ArrayDeque<>();

    synchronized void add(RuntimeMessage message, String what, int status) {
        if (latest.size() == CAPACITY) {
            latest.removeFirst();
        }
        latest.addLast(new CallbackEntry(
                System.currentTimeMillis(), message.tenant(), message.taskId(), message.attempt(), what, status));
    }

    /** In order of their answers. */
    public synchronized List<CallbackEntry> all() {
        return List.copyOf(latest);
    }

    public synchronized void clear() {
        latest.clear();
    }
}

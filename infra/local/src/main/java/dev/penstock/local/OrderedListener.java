package dev.penstock.local;

import java.time.Duration;

/** Passes on one call at a time. */
record OrderedListener(StackListener listener) implements StackListener {
    @Override
    public synchronized void starting(String part) {
        listener.starting(part);
    }

    @Override
    public synchronized void ready(String part, String url, Duration took) {
        listener.ready(part, url, took);
    }

    @Override
    public synchronized void restarting(String part, int restart, String why) {
        listener.restarting(part, restart, why);
    }

    @Override
    public synchronized void stopped(String part) {
        listener.stopped(part);
    }
}

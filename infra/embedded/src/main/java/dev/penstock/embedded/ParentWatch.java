package dev.penstock.embedded;

import java.io.IOException;

/** Ends this JVM in order when the one that forked it is gone or closes the pipe to it. */
public final class ParentWatch {
    private static final long MAX_SHUTDOWN_MILLIS = 30_000;

    private ParentWatch() {}

    /** Starts watching standard input; to be called by main classes that {@link ForkedJvm} starts. */
    public static void start() {
        Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::watch);
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said on it; only its end means something.
            }
        } catch (IOException e) {
            System.err.println("Reading from the parent process failed, which counts as its end: " + e);
        }
        // A shutdown hook that hangs must not keep an orphan alive.
        Thread.ofPlatform().daemon().name("halt").start(ParentWatch::haltLater);
        System.exit(0);
    }

    private static void haltLater() {
        try {
            Thread.sleep(MAX_SHUTDOWN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}

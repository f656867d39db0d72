package dev.penstock.local;

import java.time.Duration;

/** Told what happens to the parts of a stack; from several threads, one call at a time. */
public interface StackListener {
    /** Hears nothing. */
    StackListener SILENT = new StackListener() {};

    default void starting(String part) {}

    /** {@code part} does its work; {@code took} since it was told to start. */
    default void ready(String part, String url, Duration took) {}

    /** {@code part} has died or does no work any more and will be started again, the {@code restart}-th time. */
    default void restarting(String part, int restart, String why) {}

    default void stopped(String part) {}
}

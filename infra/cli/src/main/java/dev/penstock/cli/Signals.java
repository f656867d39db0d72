package dev.penstock.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/** Ctrl-C for commands that host a stack: the command itself ends, which stops what it started in order, before the JVM does. */
final class Signals {
    private static final int TERMINATED_BY = 128;

    private Signals() {}

    /** From now on the first signal interrupts {@code command}; a second one ends the JVM at once. Returns whether one has come. */
    static AtomicBoolean interrupt(Thread command) {
        AtomicBoolean told = new AtomicBoolean();
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> {
                if (told.getAndSet(true)) {
                    System.exit(TERMINATED_BY + signal.getNumber());
                }
                command.interrupt();
            });
        }
        return told;
    }
}

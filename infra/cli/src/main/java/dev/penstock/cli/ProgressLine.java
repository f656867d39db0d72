package dev.penstock.cli;

import java.io.PrintWriter;

/** How far a command has come: one line that is written over on a terminal, a line now and then elsewhere. */
final class ProgressLine {
    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    private final PrintWriter err;
    private final boolean live = Terminal.detect(false, true).live();
    private long last = System.nanoTime();

    ProgressLine(PrintWriter err) {
        this.err = err;
    }

    void show(String line) {
        if (live) {
            err.print("\r\u001b[K" + line);
            err.flush();
        } else if (System.nanoTime() - last >= NANOS_BETWEEN_LINES) {
            last = System.nanoTime();
            err.println(line);
        }
    }

    /** Takes the line away from a terminal. */
    void clear() {
        if (live) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}

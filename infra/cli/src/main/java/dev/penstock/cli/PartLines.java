package dev.penstock.cli;

import dev.penstock.cli.board.Style;
import dev.penstock.local.StackListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Prints a line as each part of a stack comes up. */
final class PartLines implements StackListener {
    private final PrintWriter out;
    private final Style style;
    private final AtomicBoolean stopping;

    PartLines(PrintWriter out, Style style) {
        this(out, style, new AtomicBoolean());
    }

    /** @param stopping silences it: Ctrl-C reaches the stack's processes too, which then end on their own */
    PartLines(PrintWriter out, Style style, AtomicBoolean stopping) {
        this.stopping = stopping;
        this.out = out;
        this.style = style;
    }

    @Override
    public void ready(String part, String url, Duration took) {
        if (stopping.get()) {
            return;
        }
        out.printf("  %s %-12s %5.1f s  %s%n", style.good("✓"), part, took.toMillis() / 1e3, style.dim(url));
        out.flush();
    }

    @Override
    public void restarting(String part, int restart, String why) {
        if (stopping.get()) {
            return;
        }
        out.printf("  %s %-12s restarting (%d): %s%n", style.warn("!"), part, restart, why);
        out.flush();
    }
}

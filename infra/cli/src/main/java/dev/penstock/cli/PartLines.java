package dev.penstock.cli;

import dev.penstock.cli.board.Style;
import dev.penstock.local.StackListener;
import java.io.PrintWriter;
import java.time.Duration;

/** Prints a line as each part of a stack comes up. */
final class PartLines implements StackListener {
    private final PrintWriter out;
    private final Style style;

    PartLines(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    @Override
    public void ready(String part, String url, Duration took) {
        out.printf("  %s %-12s %5.1f s  %s%n", style.good("✓"), part, took.toMillis() / 1e3, style.dim(url));
        out.flush();
    }

    @Override
    public void restarting(String part, int restart, String why) {
        out.printf("  %s %-12s restarting (%d): %s%n", style.warn("!"), part, restart, why);
        out.flush();
    }
}

package dev.penstock.simulation.report;

import java.util.Locale;

/** Lines for a terminal. */
final class Text {
    private final StringBuilder out = new StringBuilder();

    void line(String format, Object... args) {
        out.append(String.format(Locale.ROOT, format, args).stripTrailing()).append('\n');
    }

    /** Milliseconds as people say them. */
    static String time(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        return millis < 7_200_000
                ? String.format(Locale.ROOT, "%.1f min", millis / 60e3)
                : String.format(Locale.ROOT, "%.1f h", millis / 3_600e3);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

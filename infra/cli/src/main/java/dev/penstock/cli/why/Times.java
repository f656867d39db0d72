package dev.penstock.cli.why;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as people say them. */
final class Times {
    private Times() {}

    /** Two units at most, such as {@code 2 min 10 s}; nothing negative. */
    static String text(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, "h", seconds / 60 % 60, "min");
        }
        return two(seconds / 86_400, "d", seconds / 3_600 % 24, "h");
    }

    private static String two(long large, String unit, long small, String smaller) {
        return small == 0 ? large + " " + unit : String.format(Locale.ROOT, "%d %s %d %s", large, unit, small, smaller);
    }
}

package dev.penstock.corebench;

import java.util.Locale;

/** Says how far a long preparation has come, on the standard output, which JMH takes from the measured process to the one that started it. */
final class Progress {
    private Progress() {}

    /** Says so after each {@code every} steps. */
    static void report(String what, int done, int total, int every) {
        if (done % every == 0) {
            System.out.printf(Locale.ROOT, "%s: %,d of %,d%n", what, done, total);
        }
    }
}

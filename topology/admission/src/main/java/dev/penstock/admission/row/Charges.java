package dev.penstock.admission.row;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a task is on its tenant's books. Months count from year 0; 0 means never.
 *
 * @param countedMonth the month whose task limit it counts towards
 * @param unknownMonth the month in which attempts ended of which nobody knows what they cost
 * @param unknownAttempts those attempts, a bit each: attempt n is bit n
 * @param refusedAttempts attempts of which a start was refused to a worker that may have called all the same, a bit each; what it tells is spent,
 *     once
 * @param silent the workers of the unknown attempts, as attempts rise; those that an earlier version booked are not among them
 */
public record Charges(
        long countedMonth, long unknownMonth, long unknownAttempts, long refusedAttempts, List<Silent> silent) {
    public static final Charges NONE = new Charges(0, 0, 0, 0, List.of());

    /** Attempts beyond this are not told apart: what one of them cost stays at its estimate. */
    private static final int MAX_TOLD_APART = 62;

    /** An attempt that ended without a word, and the worker that had started it: its word alone settles what is booked. */
    public record Silent(int attempt, String worker) {}

    public Charges {
        silent = List.copyOf(silent);
    }

    public boolean counted() {
        return countedMonth != 0;
    }

    Charges counted(long month) {
        return counted() ? this : new Charges(month, unknownMonth, unknownAttempts, refusedAttempts, silent);
    }

    Charges uncounted() {
        return new Charges(0, unknownMonth, unknownAttempts, refusedAttempts, silent);
    }

    Charges unknown(int attempt, long month, String worker) {
        boolean same = unknownMonth == month;
        List<Silent> all = new ArrayList<>(same ? silent : List.of());
        if (bit(attempt) != 0) {
            all.add(new Silent(attempt, worker));
        }
        return new Charges(countedMonth, month, (same ? unknownAttempts : 0) | bit(attempt), refusedAttempts, all);
    }

    /** Whether the attempt's cost stands on this month's books as unknown, and the worker is the one that knows it. */
    public boolean unknownIn(long month, int attempt, String worker) {
        return unknownMonth == month
                && (unknownAttempts & bit(attempt)) != 0
                && silent.stream()
                        .allMatch(s -> s.attempt() != attempt || s.worker().equals(worker));
    }

    Charges known(int attempt) {
        List<Silent> left = silent.stream().filter(s -> s.attempt() != attempt).toList();
        return new Charges(countedMonth, unknownMonth, unknownAttempts & ~bit(attempt), refusedAttempts, left);
    }

    Charges refused(int attempt) {
        return new Charges(countedMonth, unknownMonth, unknownAttempts, refusedAttempts | bit(attempt), silent);
    }

    /** Whether a worker that was refused a start of the attempt has not told yet what it used. */
    public boolean refusedStart(int attempt) {
        return (refusedAttempts & bit(attempt)) != 0;
    }

    Charges told(int attempt) {
        return new Charges(countedMonth, unknownMonth, unknownAttempts, refusedAttempts & ~bit(attempt), silent);
    }

    private static long bit(int attempt) {
        return attempt < 0 || attempt > MAX_TOLD_APART ? 0 : 1L << attempt;
    }
}

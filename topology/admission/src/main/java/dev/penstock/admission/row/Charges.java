package dev.penstock.admission.row;

/**
 * What of a task is on its tenant's books. Months count from year 0; 0 means never.
 *
 * @param countedMonth the month whose task limit it counts towards
 * @param unknownMonth the month in which attempts ended of which nobody knows what they cost
 * @param unknownAttempts those attempts, a bit each: attempt n is bit n
 * @param refusedAttempts attempts of which a start was refused to a worker that may have called all the same, a bit each; what it tells is spent,
 *     once
 */
public record Charges(long countedMonth, long unknownMonth, long unknownAttempts, long refusedAttempts) {
    public static final Charges NONE = new Charges(0, 0, 0, 0);

    /** Attempts beyond this are not told apart: what one of them cost stays at its estimate. */
    private static final int MAX_TOLD_APART = 62;

    public boolean counted() {
        return countedMonth != 0;
    }

    Charges counted(long month) {
        return counted() ? this : new Charges(month, unknownMonth, unknownAttempts, refusedAttempts);
    }

    Charges uncounted() {
        return new Charges(0, unknownMonth, unknownAttempts, refusedAttempts);
    }

    Charges unknown(int attempt, long month) {
        long earlier = unknownMonth == month ? unknownAttempts : 0;
        return new Charges(countedMonth, month, earlier | bit(attempt), refusedAttempts);
    }

    /** Whether the attempt's cost stands on this month's books as unknown. */
    public boolean unknownIn(long month, int attempt) {
        return unknownMonth == month && (unknownAttempts & bit(attempt)) != 0;
    }

    Charges known(int attempt) {
        return new Charges(countedMonth, unknownMonth, unknownAttempts & ~bit(attempt), refusedAttempts);
    }

    Charges refused(int attempt) {
        return new Charges(countedMonth, unknownMonth, unknownAttempts, refusedAttempts | bit(attempt));
    }

    /** Whether a worker that was refused a start of the attempt has not told yet what it used. */
    public boolean refusedStart(int attempt) {
        return (refusedAttempts & bit(attempt)) != 0;
    }

    Charges told(int attempt) {
        return new Charges(countedMonth, unknownMonth, unknownAttempts, refusedAttempts & ~bit(attempt));
    }

    private static long bit(int attempt) {
        return attempt < 0 || attempt > MAX_TOLD_APART ? 0 : 1L << attempt;
    }
}

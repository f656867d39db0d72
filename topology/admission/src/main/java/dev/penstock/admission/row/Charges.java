package dev.penstock.admission.row;

/**
 * What of a task is on its tenant's books. Months count from year 0; 0 means never.
 *
 * @param countedMonth the month whose task limit it counts towards
 * @param unknownMonth the month in which attempts ended of which nobody knows what they cost
 * @param unknownAttempts those attempts, a bit each: attempt n is bit n
 */
public record Charges(long countedMonth, long unknownMonth, long unknownAttempts) {
    public static final Charges NONE = new Charges(0, 0, 0);

    /** Attempts beyond this are not told apart: what one of them cost stays at its estimate. */
    private static final int MAX_TOLD_APART = 62;

    public boolean counted() {
        return countedMonth != 0;
    }

    Charges counted(long month) {
        return counted() ? this : new Charges(month, unknownMonth, unknownAttempts);
    }

    Charges uncounted() {
        return new Charges(0, unknownMonth, unknownAttempts);
    }

    Charges unknown(int attempt, long month) {
        long earlier = unknownMonth == month ? unknownAttempts : 0;
        return new Charges(countedMonth, month, attempt > MAX_TOLD_APART ? earlier : earlier | 1L << attempt);
    }

    /** Whether the attempt's cost stands on this month's books as unknown. */
    public boolean unknownIn(long month, int attempt) {
        return unknownMonth == month && attempt <= MAX_TOLD_APART && (unknownAttempts >> attempt & 1) == 1;
    }

    Charges known(int attempt) {
        return new Charges(countedMonth, unknownMonth, unknownAttempts & ~(1L << attempt));
    }
}

package dev.penstock.admission;

import java.time.LocalDate;
import java.time.temporal.ChronoField;

/** Calendar months in UTC, as numbers that rise by one from each to the next, counted from year 0. */
public final class Months {
    private static final long DAY = 24L * 3_600 * 1_000;

    private Months() {}

    /** The month of a time in milliseconds since 1970-01-01T00:00Z. */
    public static long of(long millis) {
        return LocalDate.ofEpochDay(Math.floorDiv(millis, DAY)).getLong(ChronoField.PROLEPTIC_MONTH);
    }

    /** When a month begins, in milliseconds since 1970-01-01T00:00Z. */
    public static long start(long month) {
        return LocalDate.of(Math.toIntExact(month / 12), Math.toIntExact(month % 12) + 1, 1)
                        .toEpochDay()
                * DAY;
    }
}

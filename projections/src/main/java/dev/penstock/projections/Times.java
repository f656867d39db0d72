package dev.penstock.projections;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times off the wire, bounded to what PostgreSQL and people can write. */
final class Times {
    /** 0001-01-01T00:00Z. */
    static final long MIN_MILLIS = -62_135_596_800_000L;

    /** 9999-12-31T00:00Z. */
    static final long MAX_MILLIS = 253_402_214_400_000L;

    private Times() {}

    /** The nearest time in bounds; the same for every record that names the same time. */
    static long bounded(long millis) {
        return Math.clamp(millis, MIN_MILLIS, MAX_MILLIS);
    }

    static OffsetDateTime utc(long boundedMillis) {
        return Instant.ofEpochMilli(boundedMillis).atOffset(ZoneOffset.UTC);
    }
}

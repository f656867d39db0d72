package dev.penstock.projections;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The monthly partitions of the projected tables. Months from {@link #BACK} before the present to {@link #AHEAD} after it get one, on demand if
 * need be; rows of other months (a clock at 1970 or 2099) go to the default partition with the time that they came with, so no clock can
 * fill the catalogue with partitions or stop a projection.
 */
final class MonthPartitions {
    static final int BACK = 36;
    static final int AHEAD = 3;

    private final HikariDataSource pool;
    private final InstantSource clock;
    private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();

    MonthPartitions(HikariDataSource pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Makes those from last month to {@link #AHEAD} months ahead. */
    void ensureAhead() throws SQLException {
        YearMonth now = now();
        ensure(now.minusMonths(1), now.plusMonths(AHEAD));
    }

    /** Makes those that rows of these times (milliseconds since 1970-01-01T00:00Z) go to. */
    void ensure(Collection<Long> times) throws SQLException {
        YearMonth now = now();
        YearMonth first = now.minusMonths(BACK);
        YearMonth last = now.plusMonths(AHEAD);
        long knownFrom = 0;
        long knownTo = 0;
        for (long time : times) {
            // Rows of one batch are nearly all of one month.
            if (time >= knownFrom && time < knownTo) {
                continue;
            }
            YearMonth month = YearMonth.from(Times.utc(time));
            if (!known.contains(month) && !month.isBefore(first) && !month.isAfter(last)) {
                ensure(month, month);
            }
            knownFrom = millis(month);
            knownTo = millis(month.plusMonths(1));
        }
    }

    private void ensure(YearMonth from, YearMonth to) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement call = connection.prepareStatement("SELECT penstock_ensure_partitions(?, ?)")) {
            call.setObject(1, start(from));
            call.setObject(2, start(to));
            call.execute();
        }
        for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
            known.add(month);
        }
    }

    private YearMonth now() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static OffsetDateTime start(YearMonth month) {
        return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    private static long millis(YearMonth month) {
        return start(month).toInstant().toEpochMilli();
    }
}

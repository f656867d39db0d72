package dev.penstock.audit;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** A tenant's money as its events so far tell it, in micro-dollars: over the whole log, and in the month of its latest entry. */
final class TenantBooks {
    long spent;
    long unknown;
    long settled;
    long toldEnds;
    long untoldEnds;
    long settledEnds;
    private final Map<String, Long> reserved = new HashMap<>();
    private long reservedNow;
    private YearMonth month = YearMonth.of(1970, 1);
    private long spentInMonth;
    private long unknownInMonth;

    static YearMonth monthOf(long atMillis) {
        return YearMonth.from(Instant.ofEpochMilli(atMillis).atOffset(ZoneOffset.UTC));
    }

    void reserve(String task, long micros) {
        reservedNow += micros;
        reserved.merge(task, micros, Long::sum);
    }

    /** What a task's grant holds, 0 when it holds nothing. */
    long reservedFor(String task) {
        return reserved.getOrDefault(task, 0L);
    }

    void release(String task) {
        Long held = reserved.remove(task);
        reservedNow -= held == null ? 0 : held;
    }

    /** What is used of a month's budget, reservations included. */
    long used(long atMillis) {
        boolean open = monthOf(atMillis).equals(month);
        return (open ? spentInMonth + unknownInMonth : 0) + reservedNow;
    }

    void spend(long atMillis, long micros) {
        open(atMillis);
        spent += micros;
        spentInMonth += micros;
        toldEnds++;
    }

    void bookUnknown(long atMillis, long micros) {
        open(atMillis);
        unknown += micros;
        unknownInMonth += micros;
        untoldEnds++;
    }

    void settle(long atMillis, long micros, long cost) {
        open(atMillis);
        unknown -= micros;
        unknownInMonth -= micros;
        spent += cost;
        spentInMonth += cost;
        settled += cost;
        untoldEnds--;
        settledEnds++;
    }

    private void open(long atMillis) {
        YearMonth now = monthOf(atMillis);
        if (!now.equals(month)) {
            month = now;
            spentInMonth = 0;
            unknownInMonth = 0;
        }
    }
}

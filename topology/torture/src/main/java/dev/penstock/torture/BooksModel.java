package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Months;
import java.util.HashMap;
import java.util.Map;

/** A tenant's money and monthly counts as its events tell them. */
final class BooksModel {
    private final Map<Long, Long> booked = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();
    private final Map<String, Long> prices = new HashMap<>();
    private long reserved;

    long used(long now) {
        return reserved + booked.getOrDefault(Months.of(now), 0L);
    }

    long reserved() {
        return reserved;
    }

    void reserve(long micros) {
        reserved += micros;
    }

    void release(long micros) {
        reserved -= micros;
        require(reserved >= 0, "I12", "%d micro-dollars reserved", reserved);
    }

    void book(long now, long micros) {
        booked.merge(Months.of(now), micros, Long::sum);
    }

    /** A success tells what tasks of a role cost: the first one all of it, each further one an eighth. */
    void learnPrice(String role, long micros) {
        long before = prices.getOrDefault(role, 0L);
        prices.put(role, before == 0 ? micros : before + (micros - before) / 8);
    }

    /** 0 for unknown. */
    long price(String role) {
        return prices.getOrDefault(role, 0L);
    }

    int counted(String role, long now) {
        return counted.getOrDefault(role + Months.of(now), 0);
    }

    void count(String role, long month, int change) {
        int after = counted.merge(role + month, change, Integer::sum);
        require(after >= 0, "I12", "%d tasks counted", after);
    }
}

package dev.penstock.admission.state;

import dev.penstock.admission.row.TenantCodec.Money;

/**
 * A tenant's money: what this month's attempts cost, what is booked for those of which nobody knows, and what live ones hold. Its first entry
 * in a new month opens that month's books; reservations go over to them.
 */
final class Book {
    private long month;
    private long spent;
    private long unknown;
    private long reserved;

    Book(Money money) {
        month = money.month();
        spent = money.spent();
        unknown = money.unknown();
        reserved = money.reserved();
    }

    Money money() {
        return new Money(month, spent, unknown, reserved);
    }

    /** What is used of a month's budget, reservations included. */
    long used(long inMonth) {
        return inMonth == month ? spent + unknown + reserved : reserved;
    }

    void reserve(long micros) {
        reserved += micros;
    }

    void release(long micros) {
        reserved = notNegative("reserved", reserved - micros);
    }

    void spend(long inMonth, long micros) {
        open(inMonth);
        spent += micros;
    }

    void bookUnknown(long inMonth, long micros) {
        open(inMonth);
        unknown += micros;
    }

    /** Of what was booked as unknown in that month, so much turned out to have cost {@code spentMicros}. */
    void settleUnknown(long inMonth, long micros, long spentMicros) {
        open(inMonth);
        unknown = notNegative("unknown", unknown - micros);
        spent += spentMicros;
    }

    private void open(long inMonth) {
        if (inMonth != month) {
            month = inMonth;
            spent = 0;
            unknown = 0;
        }
    }

    private static long notNegative(String what, long micros) {
        if (micros < 0) {
            throw new IllegalStateException("Expected no less than 0 micro-dollars " + what + ", but got " + micros);
        }
        return micros;
    }
}

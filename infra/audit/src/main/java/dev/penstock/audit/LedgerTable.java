package dev.penstock.audit;

import java.time.Instant;
import java.util.Locale;

/** A ledger as text for a terminal of 100 columns. Amounts in dollars, to the micro-dollar. */
final class LedgerTable {
    /** Tenants and calls that are shown; the rest are counted. */
    private static final int MAX_SHOWN = 20;

    private static final String ROW = "%-24s %9s %16s %9s %16s %8s %9s %16s%n";

    private LedgerTable() {}

    static String render(Ledger ledger) {
        StringBuilder out = new StringBuilder();
        out.append(row("tenant", "attempts", "spent", "unknown", "at estimate", "settled", "calls", "their cost"));
        ledger.tenants().stream().limit(MAX_SHOWN).forEach(line -> out.append(line(line)));
        more(out, ledger.tenants().size(), "tenants");
        out.append(String.format(
                Locale.ROOT,
                "spent %s = finished calls %s + %s told by results whose calls' ends are not on record%n",
                dollars(ledger.spent()),
                dollars(ledger.booked()),
                dollars(ledger.toldOnly())));
        out.append(String.format(
                Locale.ROOT,
                "unknown %s: %,d finished calls of %s and %,d begun ones with %s reserved are not among the spent%n",
                dollars(ledger.unknown()),
                ledger.late(),
                dollars(ledger.lateCost()),
                ledger.open(),
                dollars(ledger.openReserved())));
        ledger.unknownCalls().stream()
                .limit(MAX_SHOWN)
                .forEach(call -> out.append(String.format(
                        Locale.ROOT,
                        "  %s task %s attempt %d, %s, %s, %s: %s%n",
                        call.tenant(),
                        call.task(),
                        call.attempt(),
                        call.model(),
                        Instant.ofEpochMilli(call.startedAtMillis()),
                        dollars(call.micros()),
                        call.standing())));
        more(out, ledger.late() + ledger.open(), "such calls");
        return out.toString();
    }

    private static String line(Ledger.Line line) {
        return row(
                line.tenant(),
                count(line.attempts()),
                dollars(line.spent()),
                count(line.unknownAttempts()),
                dollars(line.unknown()),
                count(line.settledAttempts()),
                count(line.calls()),
                dollars(line.callsCost()));
    }

    private static void more(StringBuilder out, long all, String what) {
        if (all > MAX_SHOWN) {
            out.append(String.format(Locale.ROOT, "  and %,d more %s%n", all - MAX_SHOWN, what));
        }
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String dollars(long micros) {
        return String.format(Locale.ROOT, "$%,d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing().concat(System.lineSeparator());
    }
}

package dev.penstock.audit.rows;

import dev.penstock.audit.Findings;
import dev.penstock.audit.Invariant;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What comes of holding rows against records: each row that differs once, with all its columns that do. */
final class RowFindings {
    /** Rows that are named; the rest are counted. */
    static final int MAX_KEPT = 20;

    private final Findings findings = new Findings(MAX_KEPT);
    private final List<String> unread = new ArrayList<>();
    private long examined;
    private long untold;
    private long aside;
    private long behind;
    private long unreadable;

    /** A row as it is in the table, beside what the records make of it, null for nothing. {@code whole}: no record before is missing. */
    void compare(RowTable table, int partition, RowKey key, Columns found, @Nullable Row expected, boolean whole) {
        if (expected != null && expected.aside) {
            aside++;
        } else if (expected == null ? !whole : !whole && !(table.tellsBeginnings() && expected.begun)) {
            untold++;
        } else {
            examined++;
            String differences = expected == null
                    ? "is there, and no record before the stored offset makes it"
                    : Columns.differences(expected.columns(), found);
            if (!differences.isEmpty()) {
                add(table, partition, key, expected == null ? -1 : expected.offset, differences);
            }
        }
    }

    /** A row that the records make and the table does not have. */
    void missing(RowTable table, int partition, RowKey key, Row expected, boolean whole) {
        if (expected.aside) {
            aside++;
        } else if (!whole && !(table.tellsBeginnings() && expected.begun)) {
            untold++;
        } else {
            examined++;
            add(table, partition, key, expected.offset, "is missing");
        }
    }

    private void add(RowTable table, int partition, RowKey key, long offset, String what) {
        findings.add(new Violation(
                key.tenant(),
                "",
                partition,
                offset,
                "%s row (%s, %s, %d): %s".formatted(table.name(), key.tenant(), key.id(), key.atMillis(), what)));
    }

    /** The stored offset is beyond what was ever written. */
    void ahead(String projection, String topic, int partition, long next, long end) {
        findings.add(new Violation(
                "",
                "",
                partition,
                -1,
                "projection_offsets of %s say %,d of %s-%d, which ends at %,d"
                        .formatted(projection, next, topic, partition, end)));
    }

    /** Nothing was compared of a partition. */
    void unread(String topic, int partition, String why) {
        unread.add(topic + "-" + partition + " (" + why + ")");
    }

    /** Records that could not be read, and that no row comes of. */
    void unreadable(long records) {
        unreadable += records;
    }

    /** A record that the projection has not come to. */
    void behind() {
        behind++;
    }

    InvariantResult result() {
        StringBuilder note = new StringBuilder(String.format(Locale.ROOT, "%,d records still to come", behind));
        if (untold > 0) {
            note.append(String.format(Locale.ROOT, "; %,d rows of records that retention has taken", untold));
        }
        if (aside > 0) {
            note.append(String.format(Locale.ROOT, "; %,d rows of dead-lettered records NOT compared", aside));
        }
        if (unreadable > 0) {
            note.append(String.format(Locale.ROOT, "; %,d records that cannot be read", unreadable));
        }
        if (!unread.isEmpty()) {
            note.append("; NOT compared: ").append(String.join(", ", unread));
        }
        return new InvariantResult(Invariant.I13, examined, findings.count(), findings.kept(), note.toString());
    }
}

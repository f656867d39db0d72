package dev.penstock.simulation.kafka.replay;

import dev.penstock.audit.Invariant;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a replay found in all slots: violations are counted, and the first of them kept. */
final class ReplayFindings {
    /** Violations kept per invariant. */
    static final int MAX_KEPT = 20;

    private final Tally events = new Tally();
    private final Tally rows = new Tally();
    private final List<String> left = new ArrayList<>();
    private int replayed;
    private long olderRows;

    void event() {
        events.examined++;
    }

    void event(Violation violation) {
        events.add(violation);
    }

    void row() {
        rows.examined++;
    }

    void row(Violation violation) {
        rows.add(violation);
    }

    /** A row in the format of an earlier version, whose contents are not compared. */
    void olderRow() {
        olderRows++;
    }

    void replayed() {
        replayed++;
    }

    /** A slot whose first commands retention has taken: nothing can be said of it. */
    void truncated(int slot, long first) {
        left.add("slot " + slot + " begins at " + first);
    }

    List<InvariantResult> results() {
        String note = left.isEmpty()
                ? replayed + " slots replayed"
                : replayed + " slots replayed; NOT replayed, for retention has taken the first commands: "
                        + String.join(", ", left);
        String older = olderRows == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d rows of an earlier version's format NOT compared", olderRows);
        return List.of(rows.result(Invariant.I17, note + older), events.result(Invariant.I22, note));
    }

    private static final class Tally {
        private final List<Violation> kept = new ArrayList<>();
        private long examined;
        private long count;

        void add(Violation violation) {
            count++;
            if (kept.size() < MAX_KEPT) {
                kept.add(violation);
            }
        }

        InvariantResult result(Invariant invariant, String note) {
            return new InvariantResult(invariant, examined, count, kept, note);
        }
    }
}

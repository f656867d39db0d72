package dev.penstock.audit;

/** What must hold over the events of a tenant; the ids are those of the project's reliability page. */
public enum Invariant {
    LOG("Sequence dense, clock and identity steady"),
    I1("Live grants of a lane within its cap"),
    I2("Each submission accepted or rejected, once"),
    I3("Each accepted task ends exactly once"),
    I4("Nothing follows a task's end"),
    I5("Grants for queued tasks, dispatches for grants"),
    I6("Attempts rise by one, deadlines are kept"),
    I7("Only the live attempt's signals count"),
    I8("Higher tier first, first in first out"),
    I9("Same key same task, other body conflict"),
    I10("Slots granted = ended + live"),
    I11("No lane waits with room and workers free"),
    I12("Ledger = finished calls + unknown ones"),
    I13("Rows of PostgreSQL = fold of their records"),
    I14("Documents of MongoDB = what events make"),
    I17("Rows = what the command log makes of them"),
    I18("Grants name the limits in force"),
    I19("Each submission on Kafka has one outcome"),
    I22("The command log gives the same events again"),
    I24("Plans are whole, tasks follow their parents"),
    I25("Campaigns add up, and stop when cancelled");

    private final String title;

    Invariant(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}

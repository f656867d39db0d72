package dev.penstock.torture;

/** The clock by which the command log stamps what comes in, which is the engine's: under faults it is set forward and back. */
final class LogClock {
    /** A machine whose time service fails. */
    private static final int LARGEST_STEP_MILLIS = 300_000;

    private static final int SMALL_STEP_MILLIS = 5_000;

    private final Dice dice;
    private final Agenda agenda;
    private final Faults faults;
    private long ahead;

    LogClock(Dice dice, Agenda agenda, Faults faults) {
        this.dice = dice;
        this.agenda = agenda;
        this.faults = faults;
    }

    /** Milliseconds since 1970-01-01T00:00Z; may be before a time that it has shown. */
    long now() {
        return agenda.now() + ahead;
    }

    void maybeStep() {
        if (faults.happens("clock step", 1)) {
            int most = dice.chance(20) ? LARGEST_STEP_MILLIS : SMALL_STEP_MILLIS;
            ahead += dice.between(-most, most);
        }
    }

    /** From now on it goes on from {@code time}, if it is not past it. */
    void heal(long time) {
        ahead = Math.max(ahead, time - agenda.now());
    }
}

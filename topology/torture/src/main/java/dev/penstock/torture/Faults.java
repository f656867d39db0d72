package dev.penstock.torture;

/** Whether the world is out to get us. */
final class Faults {
    private final Dice dice;
    private final Coverage coverage;
    private boolean on = true;

    Faults(Dice dice, Coverage coverage) {
        this.dice = dice;
        this.coverage = coverage;
    }

    boolean on() {
        return on;
    }

    void stop() {
        on = false;
    }

    /** Whether a fault strikes now, as it does in {@code percent} of a hundred cases while faults are on. */
    boolean happens(String what, int percent) {
        boolean strikes = on && dice.chance(percent);
        if (strikes) {
            coverage.count("fault: " + what);
        }
        return strikes;
    }
}

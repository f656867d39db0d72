package dev.penstock.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Plans that a planner makes when it is told to, instead of a good one. */
enum PlanKind {
    /** Tasks that wait for each other. */
    CYCLE,
    /** A good plan, whose every task hangs. */
    HANG,
    /** A plan without tasks. */
    NONE,
    /** Words instead of a plan. */
    PROSE;

    static Optional<PlanKind> named(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}

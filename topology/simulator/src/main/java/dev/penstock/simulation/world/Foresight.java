package dev.penstock.simulation.world;

import dev.penstock.admission.Engine;
import dev.penstock.admission.Explanation;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Asks a slot's engine of tasks that have to wait when they will start, in an hour in which demand hardly changes, and keeps what it says. */
final class Foresight {
    /** Tasks that a slot is asked of at most: an answer costs as much as there are tasks ahead. */
    static final int MAX_ASKED = 5_000;

    private static final long HOUR_MILLIS = 3_600_000;

    /** Half an hour before demand is greatest. */
    private static final long STEADY_FROM = 27 * HOUR_MILLIS / 2;

    private final Engine engine;
    private final Foretold tally;
    private final long from;
    private final long until;
    private final Map<UUID, Long> foretold = new HashMap<>();
    private int asked;

    /** @param millis how long the simulation is: a shorter one than most of a day is asked in its last hour but one */
    Foresight(Engine engine, Foretold tally, long millis) {
        this.engine = engine;
        this.tally = tally;
        from = millis >= STEADY_FROM + 2 * HOUR_MILLIS ? STEADY_FROM : Math.max(0, millis - 2 * HOUR_MILLIS);
        until = from + HOUR_MILLIS;
    }

    /** A task was taken in, and the engine has done what it can for it. */
    void taken(String tenant, UUID task, long now) {
        if (now < from || now >= until || asked == MAX_ASKED) {
            return;
        }
        Explanation why = engine.explain(tenant, task);
        if (why == null || !why.state().equals("QUEUED")) {
            return;
        }
        asked++;
        tally.asked++;
        Explanation.Prediction prediction = why.prediction();
        if (prediction != null) {
            tally.foretold++;
            tally.open++;
            foretold.put(task, prediction.startsAt() - why.now());
        }
    }

    /** A task was started for the first time, so long after it was taken in. */
    void started(UUID task, long waitMillis) {
        Long said = foretold.remove(task);
        if (said != null) {
            tally.came(said, waitMillis);
        }
    }
}

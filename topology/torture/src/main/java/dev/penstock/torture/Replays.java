package dev.penstock.torture;

import static dev.penstock.torture.Checks.requireEqual;

import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.Policy;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.state.Applier;
import dev.penstock.admission.state.State;
import java.util.List;

/**
 * I17 and I22: rows, indexes and events must all tell the same, whichever of them one starts from. Keeps, from empty stores on, a state that only
 * the events are applied to, with a flush after each command, and an engine that is given the same commands, without any flush or crash. Each
 * command and each event of a schedule goes through them exactly once.
 */
final class Replays {
    private final InMemoryBackend folded = new InMemoryBackend();
    private final State state;
    private final Applier applier;
    private final InMemoryBackend replayed = new InMemoryBackend();
    private final Engine engine;
    private int position;

    Replays(Policy policy) {
        this.state = new State(policy, SlotPlace.ONLY, folded);
        this.applier = new Applier(state);
        this.engine = new Engine(policy, replayed);
    }

    /** Takes in what is new, and compares all stores and indexes. */
    void require(Slot slot) {
        for (; position < slot.journal().size(); position++) {
            List<Event> events = slot.journal().get(position);
            events.forEach(applier::apply);
            applier.flush();
            Slot.LoggedCommand next = slot.log().get(position);
            List<Event> again = engine.process(next.command(), next.at());
            if (!again.equals(events)) {
                requireEqual("I22", "offset " + position + " once more", again, events);
            }
        }
        engine.flush();
        slot.flush();
        slot.requireSameAfterRestart();
        String derived = slot.engine().describe();
        requireSame("I17", "rows as the fold of events", folded, slot);
        requireEqual("I17", "indexes as the fold of events", state.describe(), derived);
        requireSame("I22", "rows", replayed, slot);
    }

    private static void requireSame(String invariant, String what, InMemoryBackend twin, Slot slot) {
        String difference = Rows.difference(twin, slot.rows());
        Checks.require(difference == null, invariant, "%s: %s", what, String.valueOf(difference));
    }
}

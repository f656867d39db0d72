package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;

/** A lane whose head may be granted now. */
public interface ReadyLane {
    String tenant();

    String role();

    /** The task that is next in the lane: the first of its highest tier. */
    TaskKey head();

    /** Slots of the lane that are held already. */
    int live();
}

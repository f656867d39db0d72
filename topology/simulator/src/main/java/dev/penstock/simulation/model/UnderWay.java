package dev.penstock.simulation.model;

import dev.penstock.admission.Event.TaskRef;
import org.jspecify.annotations.Nullable;

/** An attempt from its grant to its end. */
final class UnderWay {
    final ModelSlot slot;
    final TaskRef task;
    final int attempt;
    final int role;
    final int number;

    @Nullable
    Script script;

    long startedAt;

    /** When workers could first see it. */
    long dispatchedAt;

    /** Whether the engine has ended it. */
    boolean gone;

    boolean holdsPlace;

    UnderWay(ModelSlot slot, TaskRef task, int attempt, int role, int number) {
        this.slot = slot;
        this.task = task;
        this.attempt = attempt;
        this.role = role;
        this.number = number;
    }
}

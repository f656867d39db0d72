package dev.penstock.simulation.model;

import dev.penstock.admission.Command;

/** Sees every command that a model's engines are given: a log of what would have been. */
@FunctionalInterface
public interface CommandSink {
    CommandSink NONE = (slot, atMillis, command) -> {};

    void given(int slot, long atMillis, Command command);
}

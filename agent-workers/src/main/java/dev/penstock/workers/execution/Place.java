package dev.penstock.workers.execution;

/** The slot of a run, which it may leave to another while it waits. */
public interface Place {
    /** One that nobody else wants. */
    Place OWN = new Place() {};

    default void leave() {}

    /** Never waits: for a moment there may be one run more than slots. */
    default void retake() {}
}

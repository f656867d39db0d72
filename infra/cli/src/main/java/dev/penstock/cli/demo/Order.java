package dev.penstock.cli.demo;

import dev.penstock.schemas.v1.TaskRequest;

/**
 * A submission to make.
 *
 * @param atMillis when, from the start of the morning
 * @param door by which way it goes in
 * @param repeated whether it is handed in a second time, as a producer does that missed the answer
 */
record Order(long atMillis, Door door, boolean repeated, TaskRequest request) {
    /** A way into Penstock. */
    enum Door {
        REST,
        KAFKA
    }
}

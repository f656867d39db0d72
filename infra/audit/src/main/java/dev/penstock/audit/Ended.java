package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task that has ended.
 *
 * @param body stands for the request that it was accepted with, see {@link IntakeBook}
 * @param dead the whole of one that is dead, which may be replayed; null for any other
 */
record Ended(
        String id,
        KindCase how,
        long atMillis,
        long body,
        @Nullable TaskView dead) {}

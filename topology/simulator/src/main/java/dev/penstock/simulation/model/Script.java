package dev.penstock.simulation.model;

import dev.penstock.admission.Command;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does with an attempt once it has started it.
 *
 * @param renewsForMillis how long it sends heartbeats
 * @param last what it says at last; null when it falls silent
 * @param lastAfterMillis when it says so, from its start
 * @param insists whether it says so even after the engine has ended the attempt, since it did then
 * @param estimated whether the record does not tell how long the attempt takes and how it ends
 */
record Script(
        String worker,
        long renewsForMillis,
        @Nullable Command last,
        long lastAfterMillis,
        boolean insists,
        boolean estimated) {}

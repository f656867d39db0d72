package dev.penstock.admission.index;

import org.jspecify.annotations.Nullable;

/**
 * How a role stands in the slot, for telling people.
 *
 * @param unstarted grants that no worker has started
 * @param live those and leases
 * @param silentMillis for how long no worker has started anything though grants were out and nothing runs; 0 when workers are about
 * @param millisPerTask pace of its grants, null for none known
 * @param runMillis how long its attempts take, null for not known
 */
public record RoleFacts(
        int unstarted,
        int window,
        int live,
        int capacity,
        int readyLanes,
        long silentMillis,
        @Nullable Double millisPerTask,
        @Nullable Double runMillis) {}

package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;

/**
 * A queued task that is going to be granted soon.
 *
 * @param place where its row lies with its payload; {@link #ELSEWHERE} for one that has to be looked for by its key
 */
public record NextTask(TaskKey key, long place) {
    public static final long ELSEWHERE = -1;
}

package dev.penstock.simulation.measure;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open tasks of a slot as its events tell. */
public final class TaskBook {
    private final Map<TaskKey, OpenTask> open = new LinkedHashMap<>();

    public TaskBook copy() {
        TaskBook copy = new TaskBook();
        open.forEach((key, task) -> copy.open.put(key, task.copy()));
        return copy;
    }

    /** In the order of their acceptance. */
    public Collection<OpenTask> open() {
        return open.values();
    }

    public @Nullable OpenTask find(TaskKey key) {
        return open.get(key);
    }

    public OpenTask existing(TaskRef task) {
        OpenTask found = open.get(TaskKey.of(task));
        if (found == null) {
            throw new IllegalStateException("Expected task " + task + " to be open, but it is not");
        }
        return found;
    }

    /** Follows an event. Times are the engine's clock. */
    public void apply(Event event, long now) {
        switch (event) {
            case Event.Accepted e -> open.put(TaskKey.of(e.task()), new OpenTask(e.task()));
            case Event.Replayed e -> open.put(TaskKey.of(e.task()), new OpenTask(e.task()));
            case Event.Granted e -> existing(e.task()).granted(e.attempt(), now);
            case Event.Started e -> existing(e.task()).started(now);
            case Event.RetryScheduled e -> existing(e.task()).handedBack();
            case Event.Deferred e -> existing(e.task()).handedBack();
            case Event.Succeeded e -> open.remove(TaskKey.of(e.task()));
            case Event.Dead e -> open.remove(TaskKey.of(e.task()));
            case Event.Cancelled e -> open.remove(TaskKey.of(e.task()));
            case Event.Expired e -> open.remove(TaskKey.of(e.task()));
            case Event.Rejected _,
                    Event.Duplicate _,
                    Event.Conflict _,
                    Event.Renewed _,
                    Event.Requeued _,
                    Event.ResultRejected _,
                    Event.Configured _,
                    Event.RoleConfigured _,
                    Event.CampaignCancelled _,
                    Event.CampaignProgressed _,
                    Event.ClockAdvanced _,
                    Event.DeadForgotten _,
                    Event.MarkersForgotten _ -> {
                // None of them opens, starts or ends a task.
            }
        }
    }
}

package dev.penstock.simulation.record;

import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.TenantConfig;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TaskBook;
import dev.penstock.simulation.measure.TaskKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plays one slot's log through an engine as it was written, workers' signals included, and notes what became of each attempt. */
final class SlotRecorder {
    /** What the engine says of an attempt that took longer than its submission allows. */
    private static final String TOO_LONG = "attempt_timeout";

    private final SlotPlace place;
    private final InMemoryBackend rows = new InMemoryBackend();
    private final Engine engine;
    private final long leaseMillis;
    private final long since;
    private final Map<TaskKey, List<Run>> runs;
    private final Measured measured;
    private final TaskBook book = new TaskBook();
    private final Map<String, TenantConfig> tenants = new HashMap<>();
    private final Map<String, RoleConfig> roles = new HashMap<>();
    private final OutsideLog outside = new OutsideLog();
    private @Nullable SlotStart start;
    private long signalsOfUnknown;

    /** @param runs where to note runs, of other slots too */
    SlotRecorder(Policy policy, SlotPlace place, long since, Map<TaskKey, List<Run>> runs, Measured measured) {
        this.place = place;
        this.engine = new Engine(policy, place, rows);
        this.leaseMillis = policy.lease().toMillis();
        this.since = since;
        this.runs = runs;
        this.measured = measured;
    }

    void take(Command command, long atMillis) {
        if (start == null && atMillis >= since) {
            beginWindow();
        }
        List<Event> events = engine.process(command, atMillis);
        long now = engine.now();
        heard(command, events, now);
        for (Event event : events) {
            if (start != null) {
                measured.count(event, book, now);
            }
            note(event, now);
            book.apply(event, now);
        }
        if (start != null && isFromOutside(command, events)) {
            outside.add(command, now);
        }
    }

    /** The slot as it was when the window began. */
    SlotStart start() {
        return start == null ? beginWindow() : start;
    }

    /** Ends the window. */
    void close(long end) {
        start();
        measured.close(book, end);
    }

    Map<String, TenantConfig> tenants() {
        return tenants;
    }

    Map<String, RoleConfig> roles() {
        return roles;
    }

    int asked() {
        return outside.size();
    }

    /** Signals, in the window, for tasks that the log does not hold. */
    long signalsOfUnknown() {
        return signalsOfUnknown;
    }

    private SlotStart beginWindow() {
        engine.flush();
        SlotStart begun = new SlotStart(place, rows.copy(), book.copy(), tenants, roles, outside);
        start = begun;
        measured.open(book);
        return begun;
    }

    /** A configuration that was not put in force when it came is none later either: versions are given anew. */
    private static boolean isFromOutside(Command command, List<Event> events) {
        return switch (command) {
            case Command.Submit _, Command.Cancel _, Command.CancelCampaign _, Command.Replay _ -> true;
            case Command.Configure _ -> events.stream().anyMatch(Event.Configured.class::isInstance);
            case Command.ConfigureRole _ -> events.stream().anyMatch(Event.RoleConfigured.class::isInstance);
            case Command.Start _,
                    Command.Renew _,
                    Command.Complete _,
                    Command.Fail _,
                    Command.Defer _,
                    Command.Tick _ -> false;
        };
    }

    /** Notes what a worker said of its attempt, before the events that follow from it are looked at. */
    private void heard(Command command, List<Event> events, long now) {
        switch (command) {
            case Command.Complete c -> said(command, c.tenant(), c.taskId(), c.attempt(), c.workerId(), events, now);
            case Command.Fail c -> said(command, c.tenant(), c.taskId(), c.attempt(), c.workerId(), events, now);
            case Command.Defer c -> said(command, c.tenant(), c.taskId(), c.attempt(), c.workerId(), events, now);
            case Command.Submit _,
                    Command.Start _,
                    Command.Renew _,
                    Command.Cancel _,
                    Command.CancelCampaign _,
                    Command.Replay _,
                    Command.Configure _,
                    Command.ConfigureRole _,
                    Command.Tick _ -> {
                // Starts and heartbeats show in their events, and the rest is not of attempts.
            }
        }
    }

    private void said(Command last, String tenant, UUID id, int attempt, String worker, List<Event> events, long now) {
        List<Run> known = runs.getOrDefault(new TaskKey(tenant, id), List.of());
        for (int i = known.size() - 1; i >= 0; i--) {
            Run run = known.get(i);
            if (run.attempt() == attempt && run.worker().equals(worker) && run.said() == null) {
                run.said(last, now);
                if (!isRefused(id, attempt, events)) {
                    run.ended(Run.End.BY_WORKER, now);
                }
                return;
            }
        }
    }

    private static boolean isRefused(UUID id, int attempt, List<Event> events) {
        return events.stream()
                .anyMatch(e -> e instanceof Event.ResultRejected refused
                        && refused.task().taskId().equals(id)
                        && refused.attempt() == attempt);
    }

    private void note(Event event, long now) {
        switch (event) {
            case Event.Started e -> started(e, now);
            case Event.Renewed e -> {
                Run run = openRun(e.task());
                if (run != null) {
                    // A longer lease is as good as heartbeats until it is as short as others.
                    run.renewed(Math.max(now, e.leaseUntil() - leaseMillis));
                }
            }
            case Event.RetryScheduled e -> endedByEngine(e.task(), lapsedOrTooLong(e.cause()), now);
            case Event.Dead e -> over(e.task(), lapsedOrTooLong(e.cause()), now);
            case Event.Deferred e -> endedByEngine(e.task(), Run.End.LAPSED, now);
            case Event.Cancelled e -> over(e.task(), Run.End.CUT_SHORT, now);
            case Event.Expired e -> over(e.task(), Run.End.CUT_SHORT, now);
            case Event.Succeeded e -> over(e.task(), Run.End.BY_WORKER, now);
            case Event.ResultRejected e ->
                signalsOfUnknown += start != null && e.task().acceptedAt() == 0 ? 1 : 0;
            case Event.Configured e -> tenants.put(e.tenant(), e.config());
            case Event.RoleConfigured e -> roles.put(e.config().role(), e.config());
            case Event.Accepted _,
                    Event.Rejected _,
                    Event.Duplicate _,
                    Event.Conflict _,
                    Event.Granted _,
                    Event.Requeued _,
                    Event.Replayed _,
                    Event.CampaignCancelled _,
                    Event.CampaignProgressed _,
                    Event.ClockAdvanced _,
                    Event.DeadForgotten _,
                    Event.MarkersForgotten _ -> {
                // None of them is about a run.
            }
        }
    }

    private void started(Event.Started e, long now) {
        TaskRef task = e.task();
        long granted = book.existing(task).since();
        runs.computeIfAbsent(TaskKey.of(task), key -> new ArrayList<>(1))
                .add(new Run(task.role(), e.attempt(), e.workerId(), now, now - granted, e.waitedMillis()));
    }

    /** The task has ended. What ran of it before the window is of no use there. */
    private void over(TaskRef task, Run.End how, long now) {
        endedByEngine(task, how, now);
        if (start == null) {
            runs.remove(TaskKey.of(task));
        }
    }

    private void endedByEngine(TaskRef task, Run.End how, long now) {
        Run run = openRun(task);
        if (run != null) {
            run.ended(how, now);
        }
    }

    private static Run.End lapsedOrTooLong(String cause) {
        return cause.equals(TOO_LONG) ? Run.End.TOO_LONG : Run.End.LAPSED;
    }

    private @Nullable Run openRun(TaskRef task) {
        List<Run> known = runs.get(TaskKey.of(task));
        Run last = known == null || known.isEmpty() ? null : known.getLast();
        return last != null && last.isOpen() ? last : null;
    }
}

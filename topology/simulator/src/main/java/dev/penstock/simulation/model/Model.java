package dev.penstock.simulation.model;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Policy;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.OpenTask;
import dev.penstock.simulation.measure.TaskKey;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.record.SlotStart;
import dev.penstock.simulation.world.Agenda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Plays a recording under a policy: an engine for each slot, all in one virtual time, and workers that the slots share. What the outside world did
 * comes at its recorded times; what workers do follows from the grants of this run.
 */
public final class Model {
    private static final int TICKS_PER_LOOK = 1_000;
    private static final int RENEWALS_PER_LEASE = 3;

    private final Recording recording;
    private final List<String> roles;
    private final Map<String, Integer> roleNumbers = new HashMap<>();
    private final Scripts scripts;
    private final Workers workers;
    private final Measured measured = new Measured();
    private final List<ModelSlot> slots = new ArrayList<>();
    private final Agenda agenda = new Agenda();
    private final Map<TaskKey, UnderWay> live = new HashMap<>();
    private final UnderWays underWay = new UnderWays();
    private final long renewEvery;
    private final Map<String, Long> estimated = new TreeMap<>();
    private final boolean[] freed;
    private long asked;
    private long ticks;

    /** @param places workers by role, for every role of the recording */
    public Model(Recording recording, PolicyChanges changes, Map<String, Integer> places, CommandSink sink) {
        this.recording = recording;
        this.roles = List.copyOf(recording.roles().keySet());
        for (String role : roles) {
            roleNumbers.put(role, roleNumbers.size());
        }
        this.scripts = new Scripts(recording);
        this.workers = new Workers(roles.stream().mapToInt(places::get).toArray());
        this.freed = new boolean[roles.size()];
        Policy policy = changes.apply(recording.policy());
        this.renewEvery = Math.max(1, policy.lease().toMillis() / RENEWALS_PER_LEASE);
        for (SlotStart slot : recording.slots()) {
            slots.add(new ModelSlot(slot, policy, changes, measured, this::happened, sink));
        }
    }

    /**
     * What came of it.
     *
     * @param estimated starts of attempts by role whose time and end the record does not tell
     * @param most attempts that ran at once by role
     * @param commands that the engines decided on
     */
    public record Result(Measured measured, Map<String, Long> estimated, Map<String, Integer> most, long commands) {}

    /**
     * Plays all of it. To be called once.
     *
     * @param progress is told now and then how many of {@link Recording#asked()} have been asked
     */
    public Result run(LongConsumer progress) throws InterruptedException {
        for (int i = 0; i < slots.size(); i++) {
            takeOver(slots.get(i));
            plan(recording.since() + ModelSlot.BUSY_MILLIS, i);
            planAsked(i);
        }
        for (ModelSlot slot : slots) {
            slot.change(recording.roles().keySet(), recording.since());
        }
        while (!agenda.isEmpty()) {
            long entry = agenda.remove();
            long now = recording.since() + Agenda.time(entry);
            if (now > recording.end()) {
                break;
            }
            happen(Agenda.number(entry), now, progress);
            serveParked(now);
        }
        slots.forEach(slot -> measured.close(slot.book(), recording.end()));
        progress.accept(asked);
        Map<String, Integer> most = new TreeMap<>();
        roles.forEach(role -> most.put(role, workers.most(number(role))));
        long commands = slots.stream().mapToLong(ModelSlot::commands).sum();
        return new Result(measured, estimated, most, commands);
    }

    /** Numbers on the agenda: first ticks by slot, then what the outside world asks by slot, then attempts. */
    private void happen(int number, long now, LongConsumer progress) throws InterruptedException {
        if (number < slots.size()) {
            slots.get(number).tick(now);
            plan(now + ModelSlot.BUSY_MILLIS, number);
            lookUp(progress);
        } else if (number < 2 * slots.size()) {
            slots.get(number - slots.size()).ask(now);
            asked++;
            planAsked(number - slots.size());
        } else {
            UnderWay attempt = underWay.get(number - 2 * slots.size());
            if (attempt.script == null) {
                seen(attempt, now);
            } else {
                step(attempt, attempt.script, now);
            }
        }
    }

    private void lookUp(LongConsumer progress) throws InterruptedException {
        if (++ticks % TICKS_PER_LOOK == 0) {
            slots.forEach(ModelSlot::flush);
            progress.accept(asked);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void plan(long at, int number) {
        agenda.add(at - recording.since(), number);
    }

    private void plan(long at, UnderWay attempt) {
        plan(at, 2 * slots.size() + attempt.number);
    }

    private void planAsked(int slot) {
        if (slots.get(slot).hasMoreAsked()) {
            plan(slots.get(slot).nextAskedAt(), slots.size() + slot);
        }
    }

    /** Workers hold what they held when the window began. */
    private void takeOver(ModelSlot slot) {
        for (OpenTask open : slot.book().open()) {
            if (open.granted() || open.running()) {
                UnderWay attempt = add(slot, open.task(), open.attempt());
                long at = open.since();
                if (open.running()) {
                    attempt.script = script(attempt, open.startsOfAttempt() - 1);
                    attempt.startedAt = at;
                    attempt.holdsPlace = true;
                    workers.take(attempt.role);
                    plan(recording.since(), attempt);
                } else {
                    dispatch(attempt, open.startsOfAttempt(), at);
                }
            }
        }
    }

    private void dispatch(UnderWay attempt, int start, long grantedAt) {
        Scripts.Delay delay = scripts.delay(attempt.task, attempt.attempt, start);
        attempt.dispatchedAt = grantedAt + delay.lagMillis();
        plan(Math.max(recording.since(), attempt.dispatchedAt + delay.pickUpMillis()), attempt);
    }

    private UnderWay add(ModelSlot slot, TaskRef task, int attempt) {
        UnderWay added = underWay.add(number -> new UnderWay(slot, task, attempt, number(task.role()), number));
        live.put(TaskKey.of(task), added);
        return added;
    }

    private int number(String role) {
        Integer number = roleNumbers.get(role);
        if (number == null) {
            throw new IllegalStateException("Expected a role of the recording, but got " + role);
        }
        return number;
    }

    private void happened(ModelSlot slot, Event event, long now) {
        switch (event) {
            case Event.Granted e -> {
                UnderWay attempt = add(slot, e.task(), e.attempt());
                int starts = slot.book().existing(e.task()).startsOf(e.attempt());
                dispatch(attempt, starts, now);
            }
            case Event.Started e -> {
                UnderWay attempt = live.get(TaskKey.of(e.task()));
                if (attempt != null) {
                    OpenTask open = slot.book().existing(e.task());
                    attempt.script = script(attempt, open.startsOfAttempt());
                    attempt.startedAt = now;
                }
            }
            case Event.RetryScheduled e -> gone(e.task());
            case Event.Deferred e -> gone(e.task());
            case Event.Succeeded e -> gone(e.task());
            case Event.Dead e -> gone(e.task());
            case Event.Cancelled e -> gone(e.task());
            case Event.Expired e -> gone(e.task());
            case Event.Accepted _,
                    Event.Rejected _,
                    Event.Duplicate _,
                    Event.Conflict _,
                    Event.Renewed _,
                    Event.Requeued _,
                    Event.ResultRejected _,
                    Event.Configured _,
                    Event.Replayed _,
                    Event.RoleConfigured _,
                    Event.CampaignCancelled _,
                    Event.CampaignProgressed _,
                    Event.ClockAdvanced _,
                    Event.DeadForgotten _,
                    Event.MarkersForgotten _ -> {
                // Nothing that workers hear of.
            }
        }
    }

    private Script script(UnderWay attempt, int start) {
        Script script = scripts.of(attempt.task, attempt.attempt, start);
        if (script.estimated()) {
            estimated.merge(attempt.task.role(), 1L, Long::sum);
        }
        return script;
    }

    private void gone(TaskRef task) {
        UnderWay attempt = live.remove(TaskKey.of(task));
        if (attempt != null) {
            attempt.gone = true;
            if (attempt.holdsPlace) {
                attempt.holdsPlace = false;
                workers.release(attempt.role);
                freed[attempt.role] = true;
            }
        }
    }

    /** Workers see a grant: one takes it, or it lies there until one has room. */
    private void seen(UnderWay attempt, long now) {
        if (attempt.gone) {
            underWay.remove(attempt);
        } else if (workers.hasRoom(attempt.role)) {
            start(attempt, now);
        } else {
            workers.park(attempt.role, attempt.task.tier(), attempt.number);
        }
    }

    private void start(UnderWay attempt, long now) {
        TaskRef task = attempt.task;
        int startsBefore = attempt.slot.book().existing(task).startsOfAttempt();
        String worker = scripts.of(task, attempt.attempt, startsBefore).worker();
        attempt.slot.process(
                new Command.Start(task.tenant(), task.taskId(), attempt.attempt, worker, attempt.dispatchedAt), now);
        Script script = attempt.script;
        if (script == null || attempt.gone) {
            underWay.remove(attempt);
            return;
        }
        attempt.holdsPlace = true;
        workers.take(attempt.role);
        planStep(attempt, script, now);
    }

    private void step(UnderWay attempt, Script script, long now) {
        long age = now - attempt.startedAt;
        Command last = script.last();
        if (attempt.gone && !script.insists()) {
            underWay.remove(attempt);
        } else if (last != null && age >= script.lastAfterMillis()) {
            attempt.slot.process(last, now);
            underWay.remove(attempt);
        } else {
            if (!attempt.gone && age <= script.renewsForMillis()) {
                TaskRef task = attempt.task;
                attempt.slot.process(
                        new Command.Renew(task.tenant(), task.taskId(), attempt.attempt, script.worker()), now);
            }
            planStep(attempt, script, now);
        }
    }

    private void planStep(UnderWay attempt, Script script, long now) {
        long next = script.last() == null ? Long.MAX_VALUE : attempt.startedAt + script.lastAfterMillis();
        long renewal = now + renewEvery;
        if (!attempt.gone && renewal - attempt.startedAt <= script.renewsForMillis()) {
            next = Math.min(next, renewal);
        }
        if (next == Long.MAX_VALUE) {
            // Silent from now on: the engine will notice.
            underWay.remove(attempt);
        } else {
            plan(Math.max(next, now), attempt);
        }
    }

    private void serveParked(long now) {
        for (int role = 0; role < freed.length; role++) {
            while (freed[role] && workers.hasRoom(role)) {
                int next = workers.nextParked(role);
                if (next < 0) {
                    freed[role] = false;
                } else {
                    seen(underWay.get(next), now);
                }
            }
        }
    }
}

package dev.penstock.simulation;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.simulation.record.Recorder;
import dev.penstock.simulation.record.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;

/** Writes a command log as a running system would: the outside world as told, and workers that follow the grants. */
final class WrittenLog {
    /** Midnight of the 15th, so that no month turns. */
    static final long BEGIN = 1_789_430_400_000L;

    static final String ROLE = "copywriter";
    private static final String WORKER = "w-1";
    private static final int DELAY_MILLIS = 40;

    record Entry(int slot, long at, Command command) {}

    /** What workers do with an attempt: say something after some time, or fall silent (null). */
    interface Worker {
        long millis(UUID task, int attempt, int start);

        Command end(Event.TaskRef task, int attempt, int start);
    }

    private record Due(long at, long order, Runnable what) {}

    private final List<Engine> engines = new ArrayList<>();
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Worker worker;
    private final int places;
    private final int lagMillis;
    private final List<Runnable> parked = new ArrayList<>();
    private int busy;
    private long order;
    private long now = BEGIN;

    /** @param places attempts that run at once over all slots */
    WrittenLog(int slots, int places, Worker worker) {
        this(slots, places, 0, worker);
    }

    /** @param lagMillis from a grant to when workers can see it */
    WrittenLog(int slots, int places, int lagMillis, Worker worker) {
        this.lagMillis = lagMillis;
        for (int slot = 0; slot < slots; slot++) {
            engines.add(new Engine(Policy.DEFAULT, new SlotPlace(slot, slots), new InMemoryBackend()));
        }
        this.worker = worker;
        this.places = places;
    }

    /** Every attempt succeeds after {@code millis} at a cost of 1,000 micro-dollars. */
    static Worker steady(long millis) {
        return new Worker() {
            @Override
            public long millis(UUID task, int attempt, int start) {
                return millis;
            }

            @Override
            public Command end(Event.TaskRef task, int attempt, int start) {
                return succeeded(task, attempt, 1_000);
            }
        };
    }

    static Command succeeded(Event.TaskRef task, int attempt, long micros) {
        return new Command.Complete(task.tenant(), task.taskId(), attempt, WORKER, new Usage(10, 20, micros), "text");
    }

    static Command failed(Event.TaskRef task, int attempt, long micros) {
        return new Command.Fail(
                task.tenant(),
                task.taskId(),
                attempt,
                WORKER,
                new Usage(10, 0, micros),
                "provider_error",
                "it broke",
                true,
                2_000);
    }

    static Command deferred(Event.TaskRef task, int attempt) {
        return new Command.Defer(task.tenant(), task.taskId(), attempt, WORKER, "rate_limited", 1_500);
    }

    static UUID id(int number) {
        return new UUID(0x5EED, number);
    }

    WrittenLog configure(int slot, long after, String tenant, long version, int cap, TenantLimits limits) {
        List<LaneConfig> lanes = List.of(new LaneConfig(ROLE, true, cap, ""));
        return command(
                slot, after, new Command.Configure(new TenantConfig(tenant, "free", version, lanes, 0, false, limits)));
    }

    WrittenLog submit(int slot, long after, String tenant, int number, Tier tier, TaskOptions options) {
        return command(
                slot,
                after,
                new Command.Submit(
                        tenant,
                        id(number),
                        ROLE,
                        tier,
                        "",
                        0,
                        Map.of("label", "value"),
                        new Digest(1, number),
                        null,
                        new byte[100],
                        options));
    }

    WrittenLog command(int slot, long after, Command command) {
        return at(BEGIN + after, () -> write(slot, command));
    }

    private WrittenLog at(long time, Runnable what) {
        agenda.add(new Due(time, order++, what));
        return this;
    }

    /** Lets it all happen, with a tick a tenth of a second in each slot. */
    WrittenLog until(long after) {
        for (long time = 0; time <= after; time += 100) {
            for (int slot = 0; slot < engines.size(); slot++) {
                command(slot, time, new Command.Tick());
            }
        }
        while (!agenda.isEmpty() && agenda.element().at() <= BEGIN + after) {
            Due due = agenda.remove();
            now = due.at();
            due.what().run();
        }
        return this;
    }

    private void write(int slot, Command command) {
        entries.add(new Entry(slot, now, command));
        for (Event event : List.copyOf(engines.get(slot).process(command, now))) {
            if (event instanceof Event.Granted granted) {
                long dispatchedAt = now + lagMillis;
                at(dispatchedAt + DELAY_MILLIS, () -> seen(slot, granted, dispatchedAt));
            }
        }
    }

    private void seen(int slot, Event.Granted granted, long dispatchedAt) {
        if (busy == places) {
            parked.add(() -> seen(slot, granted, dispatchedAt));
            return;
        }
        busy++;
        Event.TaskRef task = granted.task();
        int attempt = granted.attempt();
        int start = starts.merge(task.taskId() + "/" + attempt, 1, Integer::sum) - 1;
        write(slot, new Command.Start(task.tenant(), task.taskId(), attempt, WORKER, dispatchedAt));
        long millis = worker.millis(task.taskId(), attempt, start);
        Command end = worker.end(task, attempt, start);
        if (!(end instanceof Command.Tick)) {
            for (long beat = 10_000; beat < millis; beat += 10_000) {
                at(now + beat, () -> write(slot, new Command.Renew(task.tenant(), task.taskId(), attempt, WORKER)));
            }
        }
        at(now + millis, () -> {
            busy--;
            write(slot, end);
            if (!parked.isEmpty()) {
                parked.removeFirst().run();
            }
        });
    }

    List<Entry> entries() {
        return entries;
    }

    Recording record(long sinceAfter) {
        return record(entries, engines.size(), BEGIN + sinceAfter);
    }

    static Recording record(List<Entry> entries, int slots, long since) {
        Recorder recorder = new Recorder(Policy.DEFAULT, slots, since, false);
        entries.forEach(entry -> recorder.take(entry.slot(), entry.at(), entry.command()));
        return recorder.finish();
    }
}

package dev.penstock.simulation.world;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Flow;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.Fate;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Mix;
import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.workload.Tenant;
import dev.penstock.simulation.workload.Tiers;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One slot: a real engine over rows in memory, its tenants, and what its events add up to. */
final class SlotRun {
    /** Midnight, at which a simulated day begins. */
    private static final long EPOCH = 1_789_948_800_000L;

    private static final int HOUR_MILLIS = 3_600_000;
    private static final int LANE_SHIFT = 32;
    private static final String WORKER = "worker";
    private static final byte[] PAYLOAD = new byte[0];
    private static final Digest DIGEST = new Digest(0, 0);

    /** Takes each grant of the slot. */
    interface Dispatcher {
        void dispatch(Event.Granted granted, int slot, Role role, long now);
    }

    private final int number;
    private final Engine engine;
    private final Customers customers;
    private final Tally tally;
    private final LaneBook book;
    private final Foresight foresight;
    private final Dispatcher dispatcher;
    private final int floodingFrom;
    private final SplittableRandom random;
    private long submissions;
    private long starts;

    /**
     * @param floodingFrom lanes from this id on are a flooding tenant's, whose waits count apart
     * @param millis how much time is simulated
     */
    SlotRun(
            int number,
            Policy policy,
            Customers customers,
            Tally tally,
            Dispatcher dispatcher,
            int floodingFrom,
            long millis,
            long seed) {
        this.number = number;
        this.engine = new Engine(policy, new InMemoryBackend());
        this.customers = customers;
        this.tally = tally;
        this.book = new LaneBook(customers.lanes(), tally);
        this.foresight = new Foresight(engine, tally.foretold, millis);
        this.dispatcher = dispatcher;
        this.floodingFrom = floodingFrom;
        this.random = new SplittableRandom(Mix.of(seed * 1_000_003 + number));
        customers.tenants().stream().filter(t -> t.slot() == number).forEach(this::configure);
    }

    private void configure(Tenant tenant) {
        List<LaneConfig> lanes = tenant.lanes().stream()
                .map(lane -> new LaneConfig(lane.role().id(), true, lane.cap(), ""))
                .toList();
        TenantConfig config = new TenantConfig(
                tenant.name(),
                tenant.plan().id(),
                1,
                lanes,
                0,
                false,
                new TenantLimits(Flow.OPEN, 0, tenant.weight(), 0));
        process(new Command.Configure(config), 0);
    }

    SplittableRandom random() {
        return random;
    }

    /** @param tier null for one from the usual mix */
    void submit(Lane lane, @Nullable Tier tier, long now) {
        tally.submitted++;
        tally.submittedByHour[lane.role().ordinal()][(int) (now / HOUR_MILLIS)]++;
        // Says whose it is, so that no event needs a look-up; the lower half differs from any other of the slot.
        UUID id = new UUID((long) lane.id() << LANE_SHIFT | number, Mix.of(submissions++));
        process(
                new Command.Submit(
                        lane.tenant(),
                        id,
                        lane.role().id(),
                        tier != null ? tier : Tiers.draw(lane.role(), random),
                        "",
                        0,
                        Map.of(),
                        DIGEST,
                        null,
                        PAYLOAD),
                now);
        foresight.taken(lane.tenant(), id, now);
    }

    /** @return whether the attempt runs now; it does not when its grant was taken back or given to another dispatch of it */
    boolean start(TaskRef task, int attempt, long now) {
        long before = starts;
        process(new Command.Start(task.tenant(), task.taskId(), attempt, WORKER, 0), now);
        return starts > before;
    }

    /** How long an attempt of the task takes on average. */
    long meanServiceMillis(TaskRef task) {
        return lane(task).meanServiceMillis();
    }

    /** Ends an attempt that ran from {@code since} to {@code now}. */
    void finish(TaskRef task, int attempt, Fate fate, long since, long now) {
        tally.runMillis += now - since;
        Role.TokenUse tokens = lane(task).tokens();
        double size = 0.5 + random.nextDouble();
        long input = (long) (tokens.input() * size);
        long output = fate == Fate.SUCCEEDS ? (long) (tokens.output() * size) : 0;
        Usage usage = new Usage(input, output, input * tokens.inputPrice() + output * tokens.outputPrice());
        process(
                switch (fate) {
                    case SUCCEEDS -> new Command.Complete(task.tenant(), task.taskId(), attempt, WORKER, usage, "");
                    case FAILS -> failed(task, attempt, usage, "provider_error", true);
                    case HOPELESS -> failed(task, attempt, usage, "invalid_request", false);
                },
                now);
    }

    private static Command failed(TaskRef task, int attempt, Usage usage, String kind, boolean retryable) {
        return new Command.Fail(task.tenant(), task.taskId(), attempt, WORKER, usage, kind, "", retryable, 0);
    }

    /** Lets time pass, and the engine catch up with all that is due. */
    void tick(long now) {
        do {
            process(new Command.Tick(), now);
        } while (engine.hasMoreToDo());
    }

    void flush() {
        engine.flush();
    }

    void close(long end) {
        engine.flush();
        book.close(customers.lanesOf(number), end);
        Engine.Summary summary = engine.summary();
        tally.queued += summary.queued();
        tally.waiting += summary.waiting();
        tally.running += summary.granted() + summary.running();
    }

    private void process(Command command, long now) {
        tally.commands++;
        List<Event> events = engine.process(command, EPOCH + now);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            tally.events += event instanceof Event.TenantEvent ? 1 : 0;
            happened(event, now);
        }
    }

    private void happened(Event event, long now) {
        switch (event) {
            case Event.Accepted e -> accepted(e.task(), now);
            case Event.Rejected _ -> tally.rejected++;
            case Event.Granted e -> {
                book.granted(laneId(e.task()), e.task().tier(), now);
                dispatcher.dispatch(e, number, lane(e.task()).role(), now);
            }
            case Event.Started e -> started(e, now);
            case Event.RetryScheduled e -> {
                tally.retries++;
                freed(e.task(), e.usage(), now);
            }
            case Event.Deferred e -> {
                tally.lapsed++;
                freed(e.task(), Usage.NONE, now);
            }
            case Event.Requeued e -> book.queued(laneId(e.task()), e.task().tier(), now);
            case Event.Succeeded e -> {
                tally.succeeded++;
                ended(e.task(), e.usage(), now);
            }
            case Event.Dead e -> {
                tally.dead++;
                ended(e.task(), e.usage(), now);
            }
            case Event.Duplicate _,
                    Event.Conflict _,
                    Event.Cancelled _,
                    Event.Expired _,
                    Event.Renewed _,
                    Event.Replayed _,
                    Event.CampaignCancelled _ ->
                throw new IllegalStateException("Expected nothing but what was asked for, but got " + event);
            case Event.ResultRejected _,
                    Event.Configured _,
                    Event.RoleConfigured _,
                    Event.CampaignProgressed _,
                    Event.ClockAdvanced _,
                    Event.DeadForgotten _,
                    Event.MarkersForgotten _ -> {
                // A start that comes too late is refused; the rest is the slot's own book-keeping.
            }
        }
    }

    private void accepted(TaskRef task, long now) {
        tally.accepted++;
        plan(task).accepted++;
        book.queued(laneId(task), task.tier(), now);
        countUnstarted(task, 1);
    }

    private void started(Event.Started e, long now) {
        starts++;
        TaskRef task = e.task();
        tally.laneStarts[Tally.place(laneId(task), task.tier())]++;
        if (e.attempt() > 1) {
            return;
        }
        long wait = EPOCH + now - task.acceptedAt();
        countUnstarted(task, -1);
        foresight.started(task.taskId(), wait);
        if (laneId(task) < floodingFrom) {
            tally.waits.add(wait);
            tally.waitsByTier[task.tier().ordinal()].add(wait);
            plan(task).waits.add(wait);
        }
    }

    private void countUnstarted(TaskRef task, int change) {
        if (laneId(task) < floodingFrom) {
            tally.unstartedByTier[task.tier().ordinal()] += change;
            plan(task).unstarted += change;
        }
    }

    private void ended(TaskRef task, Usage usage, long now) {
        plan(task).ended++;
        freed(task, usage, now);
    }

    private void freed(TaskRef task, Usage usage, long now) {
        plan(task).costMicros += usage.costMicros();
        tally.laneCost[Tally.place(laneId(task), task.tier())] += usage.costMicros();
        book.freed(laneId(task), now);
    }

    private Tally.ByPlan plan(TaskRef task) {
        return tally.plans[lane(task).plan().ordinal()];
    }

    private Lane lane(TaskRef task) {
        return customers.lanes().get(laneId(task));
    }

    private static int laneId(TaskRef task) {
        return (int) (task.taskId().getMostSignificantBits() >>> LANE_SHIFT);
    }
}

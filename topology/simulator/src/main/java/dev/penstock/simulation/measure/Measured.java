package dev.penstock.simulation.measure;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What happened from one time to another, counted from events. A wait is the time from a task's acceptance to its first start; a task that has not
 * started by the end counts with its wait so far, since leaving it out would make the longest waits look short.
 */
public final class Measured {
    private final Map<String, TenantFigures> tenants = new TreeMap<>();
    private final Map<LaneKey, LanePeak> lanes = new TreeMap<>();
    private final Map<RejectionReason, Long> refusals = new EnumMap<>(RejectionReason.class);
    private final Waits all = new Waits();
    private final Waits[] byTier =
            Stream.generate(Waits::new).limit(Tier.values().length).toArray(Waits[]::new);
    private long openAtStart;

    /** Counts the tasks that are open when measuring begins. */
    public void open(TaskBook book) {
        openAtStart += book.open().size();
        book.open().forEach(task -> of(task.task().tenant()));
    }

    /** @param book as of before the event */
    public void count(Event event, TaskBook book, long now) {
        switch (event) {
            case Event.Accepted e -> of(e.tenant()).accepted++;
            case Event.Rejected e -> {
                of(e.tenant()).refused++;
                refusals.merge(e.reason(), 1L, Long::sum);
            }
            case Event.Granted e ->
                lanes.merge(
                        new LaneKey(e.tenant(), e.task().role()),
                        new LanePeak(e.live(), e.cap()),
                        (before, now2) -> before.and(now2.live(), now2.cap()));
            case Event.Started e -> {
                of(e.tenant()).attempts++;
                if (!book.existing(e.task()).everStarted()) {
                    waited(e.task(), now);
                }
            }
            case Event.Deferred e -> cost(e.task(), e.usage(), 0);
            case Event.RetryScheduled e -> cost(e.task(), e.usage(), e.unknownMicros());
            case Event.Succeeded e -> {
                of(e.tenant()).succeeded++;
                cost(e.task(), e.usage(), 0);
            }
            case Event.Dead e -> {
                of(e.tenant()).dead++;
                cost(e.task(), e.usage(), e.unknownMicros());
            }
            case Event.Cancelled e -> {
                of(e.tenant()).cancelled++;
                cost(e.task(), Usage.NONE, e.unknownMicros());
            }
            case Event.Expired e -> {
                of(e.tenant()).expired++;
                cost(e.task(), Usage.NONE, e.unknownMicros());
            }
            case Event.ResultRejected e -> {
                if (e.settledMicros() > 0) {
                    cost(e.task(), e.usage(), -e.settledMicros());
                }
            }
            case Event.Duplicate _,
                    Event.Conflict _,
                    Event.Renewed _,
                    Event.Requeued _,
                    Event.Configured _,
                    Event.Replayed _,
                    Event.RoleConfigured _,
                    Event.CampaignCancelled _,
                    Event.CampaignProgressed _,
                    Event.ClockAdvanced _,
                    Event.DeadForgotten _,
                    Event.MarkersForgotten _ -> {
                // Nothing that is compared.
            }
        }
    }

    /** Counts what is left at the end; once for each slot. */
    public void close(TaskBook book, long end) {
        for (OpenTask task : book.open()) {
            TenantFigures tenant = of(task.task().tenant());
            tenant.unfinished++;
            if (!task.everStarted()) {
                tenant.notStarted++;
                waited(task.task(), end);
            }
        }
    }

    private void waited(TaskRef task, long now) {
        long millis = Math.max(0, now - task.acceptedAt());
        all.add(millis);
        byTier[task.tier().ordinal()].add(millis);
        of(task.tenant()).waits.add(millis);
    }

    private void cost(TaskRef task, Usage usage, long unknownMicros) {
        of(task.tenant()).costMicros += usage.costMicros() + unknownMicros;
    }

    private TenantFigures of(String tenant) {
        return tenants.computeIfAbsent(tenant, name -> new TenantFigures());
    }

    /** By name. */
    public Map<String, TenantFigures> tenants() {
        return tenants;
    }

    /** Nothing counted where the tenant did not occur. */
    public TenantFigures tenant(String name) {
        return tenants.getOrDefault(name, new TenantFigures());
    }

    public Map<LaneKey, LanePeak> lanes() {
        return lanes;
    }

    public Map<RejectionReason, Long> refusals() {
        return refusals;
    }

    public Waits waits() {
        return all;
    }

    public Waits waits(Tier tier) {
        return byTier[tier.ordinal()];
    }

    /** Tasks that were open when measuring began. */
    public long openAtStart() {
        return openAtStart;
    }

    /** Sums over all tenants. */
    public TenantFigures total() {
        TenantFigures sum = new TenantFigures();
        for (TenantFigures t : tenants.values()) {
            sum.accepted += t.accepted;
            sum.refused += t.refused;
            sum.succeeded += t.succeeded;
            sum.dead += t.dead;
            sum.cancelled += t.cancelled;
            sum.expired += t.expired;
            sum.attempts += t.attempts;
            sum.unfinished += t.unfinished;
            sum.notStarted += t.notStarted;
            sum.costMicros += t.costMicros;
        }
        return sum;
    }
}

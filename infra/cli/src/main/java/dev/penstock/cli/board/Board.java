package dev.penstock.cli.board;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The lanes and totals as the events so far tell them. Thread-safe: one thread feeds, others look. */
public final class Board {
    private final Map<LaneKey, Lane> lanes =
            new TreeMap<>(java.util.Comparator.comparing(LaneKey::tenant).thenComparing(LaneKey::role));
    private final Map<TaskKey, Task> tasks = new HashMap<>();
    private final Set<TaskKey> settled = new HashSet<>();
    private final List<Totals.Wait> waits = new ArrayList<>();
    private final Set<Totals.CutShort> cutShort = new HashSet<>();
    private final Set<TaskKey> ended = new HashSet<>();
    private final Map<String, Long> tokens = new TreeMap<>();
    private final Map<String, Long> costs = new TreeMap<>();
    private final Map<CampaignKey, Totals.Campaign> campaigns = new LinkedHashMap<>();
    private long accepted;
    private long planned;
    private long rejected;
    private long succeeded;
    private long dead;
    private long cancelled;
    private long repeats;
    private long conflicts;
    private long retries;
    private long deferrals;
    private long doubles;

    private enum Where {
        QUEUED,
        LIVE,
        WAITING
    }

    private static final class Task {
        final Lane lane;
        final Tier tier;

        /** When it could first be granted. */
        long readyAt;

        Where where;
        boolean started;

        Task(Lane lane, Tier tier, long acceptedAt, boolean waits) {
            this.lane = lane;
            this.tier = tier;
            this.readyAt = acceptedAt;
            this.where = waits ? Where.WAITING : Where.QUEUED;
        }
    }

    private record CampaignKey(String tenant, String name) {}

    private static final class Lane {
        int cap;
        int live;
        int mostLive;
        final int[] queued = new int[4];
        int waiting;
        long done;
        long dead;
        long retries;
        long costMicros;
    }

    public synchronized void apply(Event event) {
        switch (event.getKindCase()) {
            case CONFIGURED -> configured(event);
            case ACCEPTED -> accepted(event);
            case REJECTED -> {
                rejected++;
                settled.add(key(event));
            }
            case DUPLICATE -> repeats++;
            case CONFLICT -> conflicts++;
            case GRANTED, STARTED, RETRY_SCHEDULED, DEFERRED, QUEUED, SUCCEEDED, DEAD, CANCELLED, EXPIRED ->
                advance(event);
            case CAMPAIGN_PROGRESSED -> progressed(event.getTenant(), event.getCampaignProgressed());
            case RENEWED, RESULT_REJECTED, REPLAYED, CAMPAIGN_CANCELLED, KIND_NOT_SET -> {
                // Nothing that the board shows.
            }
        }
    }

    private void configured(Event event) {
        for (Allocation allocation : event.getConfigured().getConfig().getAllocationsList()) {
            lane(event.getTenant(), allocation.getRole()).cap =
                    allocation.getEnabled() ? allocation.getMaxConcurrent() : 0;
        }
    }

    private void accepted(Event event) {
        TaskRef ref = event.getTask();
        boolean waits = event.getAccepted().getAfterCount() > 0;
        Task task = new Task(lane(event.getTenant(), ref.getRole()), ref.getTier(), event.getAtMillis(), waits);
        if (ended.contains(key(event)) || tasks.putIfAbsent(key(event), task) != null) {
            doubles++;
            return;
        }
        accepted++;
        planned += event.getAccepted().getPlannerId().isEmpty() ? 0 : 1;
        count(task, 1);
    }

    private void advance(Event event) {
        Task task = tasks.get(key(event));
        if (task == null) {
            doubles += ended.contains(key(event)) ? 1 : 0;
            return;
        }
        switch (event.getKindCase()) {
            case GRANTED -> move(task, Where.LIVE);
            case STARTED -> started(task, event);
            case RETRY_SCHEDULED -> {
                retries++;
                task.lane.retries++;
                if (event.getRetryScheduled().getCause().equals("lease_lapsed")) {
                    cut(event, event.getRetryScheduled().getAttempt());
                }
                bill(event, task.lane, event.getRetryScheduled().getUsage());
                move(task, Where.WAITING);
            }
            case DEFERRED -> {
                deferrals++;
                move(task, Where.WAITING);
            }
            case QUEUED -> {
                task.readyAt = event.getAtMillis();
                move(task, Where.QUEUED);
            }
            case SUCCEEDED -> {
                succeeded++;
                task.lane.done++;
                bill(event, task.lane, event.getSucceeded().getUsage());
                end(event, task);
            }
            case DEAD -> {
                dead++;
                task.lane.dead++;
                if (event.getDead().getCause().equals("lease_lapsed")) {
                    cut(event, event.getDead().getAttempt());
                }
                bill(event, task.lane, event.getDead().getUsage());
                end(event, task);
            }
            case CANCELLED, EXPIRED -> {
                cancelled++;
                cut(event, event.getCancelled().getAttempt());
                end(event, task);
            }
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    RENEWED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> throw new IllegalArgumentException("No move of a task: " + event.getKindCase());
        }
    }

    private void progressed(String tenant, CampaignProgressed p) {
        campaigns.put(
                new CampaignKey(tenant, p.getCampaign()),
                new Totals.Campaign(
                        tenant,
                        p.getCampaign(),
                        p.getState(),
                        p.getTotal(),
                        p.getSucceeded(),
                        p.getFailed(),
                        p.getCancelled(),
                        p.getCostMicros()));
    }

    private void started(Task task, Event event) {
        if (!task.started) {
            task.started = true;
            waits.add(
                    new Totals.Wait(event.getTenant(), Topics.tierName(task.tier), event.getAtMillis() - task.readyAt));
        }
    }

    private void move(Task task, Where to) {
        count(task, -1);
        task.where = to;
        count(task, 1);
        task.lane.mostLive = Math.max(task.lane.mostLive, task.lane.live);
    }

    private static void count(Task task, int change) {
        switch (task.where) {
            case QUEUED -> task.lane.queued[tier(task.tier)] += change;
            case LIVE -> task.lane.live += change;
            case WAITING -> task.lane.waiting += change;
        }
    }

    private void end(Event event, Task task) {
        count(task, -1);
        tasks.remove(key(event));
        ended.add(key(event));
        settled.add(key(event));
    }

    private void cut(Event event, int attempt) {
        cutShort.add(new Totals.CutShort(key(event), attempt, event.getAtMillis()));
    }

    private void bill(Event event, Lane lane, Usage usage) {
        lane.costMicros += usage.getCostMicros();
        costs.merge(event.getTenant(), usage.getCostMicros(), Long::sum);
        tokens.merge(event.getTenant(), usage.getInputTokens() + usage.getOutputTokens(), Long::sum);
    }

    private Lane lane(String tenant, String role) {
        return lanes.computeIfAbsent(new LaneKey(tenant, role), key -> new Lane());
    }

    private static TaskKey key(Event event) {
        return new TaskKey(event.getTenant(), event.getTask().getTaskId());
    }

    private static int tier(Tier tier) {
        return switch (tier) {
            case TIER_UNSPECIFIED, UNRECOGNIZED -> 0;
            case TIER_URGENT -> 1;
            case TIER_NORMAL -> 2;
            case TIER_BATCH -> 3;
        };
    }

    /** All lanes, by tenant and role. */
    public synchronized List<LaneRow> rows() {
        List<LaneRow> rows = new ArrayList<>();
        lanes.forEach((key, l) -> rows.add(new LaneRow(
                key,
                l.cap,
                l.live,
                l.queued[1],
                l.queued[2],
                l.queued[3],
                l.waiting,
                l.done,
                l.dead,
                l.retries,
                l.costMicros,
                l.mostLive)));
        return rows;
    }

    /** How many of the given tasks have ended or were rejected. */
    public synchronized long settled(Collection<TaskKey> of) {
        return of.stream().filter(settled::contains).count();
    }

    public synchronized Totals totals() {
        return new Totals(
                accepted,
                planned,
                rejected,
                succeeded,
                dead,
                cancelled,
                tasks.size(),
                repeats,
                conflicts,
                retries,
                deferrals,
                doubles,
                List.copyOf(waits),
                Set.copyOf(cutShort),
                new TreeMap<>(tokens),
                new TreeMap<>(costs),
                List.copyOf(campaigns.values()));
    }
}

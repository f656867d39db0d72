package dev.penstock.audit;

import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * I11: no lane waits for nothing. Where a task is queued, its lane and tenant have room under their caps, and every grant of its role in the slot was
 * taken by a worker, so that workers are about and the dispatch window cannot be full, a grant follows as soon as the engine decides anything
 * later. Lanes whose tenants have a month's budget or task limit, and roles that the operator limits, are left out: those may rightly hold them.
 */
final class IdleCheck extends Check {
    private record Place(int partition, String role) {}

    /** Grants of a role in a slot that no worker has taken, and the lanes that could have one, longest first. */
    private static final class Pool {
        final String role;
        int unstarted;
        long openSince = Long.MIN_VALUE;
        final Map<String, Long> waiting = new LinkedHashMap<>();

        Pool(String role) {
            this.role = role;
        }

        /** How long the lane that has waited longest could have had a grant by {@code until}. */
        long idleMillis(long until) {
            if (unstarted > 0 || waiting.isEmpty() || until == Long.MIN_VALUE) {
                return 0;
            }
            return Math.max(
                    0, until - Math.max(openSince, waiting.values().iterator().next()));
        }
    }

    /** The engine's clock in a partition: now, and before it last moved. */
    private static final class Clock {
        long now = Long.MIN_VALUE;
        long before = Long.MIN_VALUE;

        void moveTo(long at) {
            if (at > now) {
                before = now;
                now = at;
            }
        }
    }

    private final Map<Place, Pool> pools = new HashMap<>();
    private final Map<Integer, Clock> clocks = new HashMap<>();
    private final Set<String> limited = new HashSet<>();
    private final Map<String, Findings> found = new HashMap<>();
    private boolean limitsUnknown;
    private long longest;

    IdleCheck(AuditOptions options) {
        super(Invariant.I11, options);
    }

    /** The operator limits this role, or did; may be told at any time before {@link #finish}. */
    void limited(String role) {
        limited.add(role);
    }

    /** What limits roles had cannot be told any more, so nothing is judged. */
    void limitsUnknown() {
        limitsUnknown = true;
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        Clock clock = clocks.computeIfAbsent(e.partition(), p -> new Clock());
        clock.moveTo(e.at());
        TaskView task = before.task(e.taskId());
        if (task == null) {
            return;
        }
        Pool pool = pool(e.partition(), task.role);
        if (e.event().hasGranted()) {
            examined++;
            judge(e, pool, clock.before);
            pool.unstarted++;
        } else if (task.state == State.GRANTED && leavesGrant(e)) {
            pool.unstarted--;
            pool.openSince = e.at();
        }
    }

    private void judge(LogEvent e, Pool pool, long until) {
        long idle = pool.idleMillis(until);
        longest = Math.max(longest, idle);
        if (judged() && idle > options.expiryTolerance().toMillis()) {
            found(
                    pool.role,
                    new Violation(
                            e.tenant(),
                            e.taskId(),
                            e.partition(),
                            e.offset(),
                            "lane %s could have had a grant %d ms before this one"
                                    .formatted(pool.waiting.keySet().iterator().next(), idle)));
        }
    }

    private boolean judged() {
        return options.judges(Part.IDLENESS);
    }

    private void found(String role, Violation violation) {
        found.computeIfAbsent(role, r -> new Findings(options.maxViolations())).add(violation);
    }

    /** The log is over and all limits were told: roles that were limited while it was read are left out as well. */
    void finish() {
        found.forEach((role, of) -> {
            if (!limitsUnknown && !limited.contains(role)) {
                findings.addAll(of);
            }
        });
    }

    private static boolean leavesGrant(LogEvent e) {
        return e.event().hasStarted()
                || e.event().hasDeferred()
                || isEnd(e.event().getKindCase());
    }

    @Override
    void applied(TenantView after, LogEvent e) {
        for (String role : after.roles()) {
            Map<String, Long> waiting = pool(e.partition(), role).waiting;
            String lane = after.name + "/" + role;
            if (couldBeGranted(after, role)) {
                waiting.putIfAbsent(lane, e.at());
            } else {
                waiting.remove(lane);
            }
        }
    }

    private boolean couldBeGranted(TenantView tenant, String role) {
        TenantConfig config = tenant.config();
        if (config == null || tenant.truncated || limited.contains(role) || config.getMonthlyBudgetMicros() > 0) {
            return false;
        }
        for (Allocation allocation : config.getAllocationsList()) {
            if (allocation.getRole().equals(role) && allocation.getMonthlyTaskLimit() > 0) {
                return false;
            }
        }
        LaneView lane = tenant.lane(role);
        boolean room = lane.live < tenant.cap(role)
                && (config.getMaxConcurrent() == 0 || tenant.live() < config.getMaxConcurrent());
        return room && Topics.tiers().stream().anyMatch(tier -> lane.head(tier) != null);
    }

    @Override
    void atEnd(TenantView tenant) {
        Clock clock = clocks.getOrDefault(tenant.partition, new Clock());
        for (String role : tenant.roles()) {
            Pool pool = pool(tenant.partition, role);
            Long since = pool.waiting.get(tenant.name + "/" + role);
            if (since == null || pool.unstarted > 0) {
                continue;
            }
            long idle = clock.now - Math.max(pool.openSince, since);
            longest = Math.max(longest, idle);
            if (judged() && idle > options.expiryTolerance().toMillis()) {
                found(
                        role,
                        new Violation(
                                tenant.name,
                                "",
                                tenant.partition,
                                -1,
                                "lane %s could have had a grant for %d ms".formatted(role, idle)));
            }
        }
    }

    private Pool pool(int partition, String role) {
        return pools.computeIfAbsent(new Place(partition, role), place -> new Pool(role));
    }

    @Override
    String note() {
        return limitsUnknown ? "roles' limits of the time are not known" : "longest %,d ms".formatted(longest);
    }
}

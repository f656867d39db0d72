package dev.penstock.corebench;

import dev.penstock.admission.Command;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The tenants of a measured slot and their limits, all kinds of them at once: every grant passes caps of its lane, its tenant and its role, a
 * monthly task limit and a monthly budget. Roles' caps bind all the time, so that lanes compete by weight; those of lanes and tenants bind now
 * and then; one lane in ten has used up its month's tasks, and one tenant in ten its budget, from ten tenants on.
 *
 * @param lanes (tenant, role) pairs, a multiple of the number of {@link #ROLES}
 * @param queued tasks beyond those of the cycle, spread evenly over all lanes
 */
record Shape(int lanes, int queued) {
    static final List<String> ROLES =
            List.of("copywriter", "game-tester", "image-artist", "level-designer", "trend-scout");

    /** What a task is expected to cost and what it does, in micro-dollars. */
    static final long ESTIMATE_MICROS = 5_000;

    static final long COST_MICROS = 4_000;

    /** Tasks of the cycle: more than all roles' caps let run at once, and one for each of the most lanes, so that shapes differ in lanes alone. */
    private static final int CYCLE = 10_000;

    private static final int ROLE_CAP = 600;

    /** Live tasks of a role that its lanes' caps allow together, where a lane may have more than the least. */
    private static final int LANES_CAP = 800;

    private static final int LEAST_LANE_CAP = 2;
    private static final int SHARE_AT_LIMITS = 10;
    private static final int AT_LIMIT = 3;
    private static final int MAX_WEIGHT = 4;

    /** Enough for one task and not for another. */
    private static final long USED_UP_BUDGET_MICROS = 8_000;

    private static final long AMPLE_BUDGET_MICROS = 1_000_000_000_000_000L;

    Shape {
        if (lanes < ROLES.size() || lanes % ROLES.size() != 0) {
            throw new IllegalArgumentException("Expected a multiple of " + ROLES.size() + " lanes, but got " + lanes);
        }
    }

    /** Back-offs so short that few tasks are in one, and ended tasks forgotten soon, so that the slot holds as much at the end as at the start. */
    static Policy policy() {
        Duration remembered = Duration.ofMillis(500);
        Policy base = Policy.DEFAULT;
        return new Policy(
                base.defaultMaxAttempts(),
                base.startTimeout(),
                base.lease(),
                base.maxLease(),
                Duration.ofMillis(20),
                base.backoffMax(),
                remembered,
                base.dispatchDelayTarget(),
                base.initialWindow(),
                base.maxWindow(),
                base.defaultMaxBacklog(),
                base.ageAfter(),
                base.precedence(),
                base.defaultEstimateMicros(),
                base.maxGrantsPerCommand(),
                base.maxExpiriesPerCommand(),
                base.maxQueuedHeld(),
                base.deadLetters(),
                base.plans());
    }

    /** Tasks that live in the slot all the time, at least one a lane. */
    int tasks() {
        return Math.max(CYCLE, lanes) + queued;
    }

    int tenants() {
        return lanes / ROLES.size();
    }

    String tenant(int lane) {
        return "tenant-" + lane / ROLES.size();
    }

    String role(int lane) {
        return ROLES.get(lane % ROLES.size());
    }

    /** Commands that put all limits in force. */
    List<Command> limits() {
        List<Command> limits = new ArrayList<>();
        for (String role : ROLES) {
            limits.add(new Command.ConfigureRole(new RoleConfig(role, 1, true, Flow.OPEN, ROLE_CAP)));
        }
        for (int tenant = 0; tenant < tenants(); tenant++) {
            limits.add(new Command.Configure(config(tenant)));
        }
        return limits;
    }

    private TenantConfig config(int tenant) {
        int laneCap = Math.max(LEAST_LANE_CAP, LANES_CAP / tenants());
        List<LaneConfig> allocations = new ArrayList<>();
        for (int role = 0; role < ROLES.size(); role++) {
            // Spread so that each role has as many of them.
            boolean atLimit = (tenant + 2 * role) % SHARE_AT_LIMITS == AT_LIMIT;
            allocations.add(
                    new LaneConfig(ROLES.get(role), true, laneCap, "", Flow.OPEN, atLimit ? 1 : Integer.MAX_VALUE));
        }
        boolean spent = tenant % SHARE_AT_LIMITS == SHARE_AT_LIMITS - 1;
        return new TenantConfig(
                "tenant-" + tenant,
                "pro",
                1,
                allocations,
                Integer.MAX_VALUE,
                false,
                new TenantLimits(
                        Flow.OPEN,
                        laneCap * ROLES.size() * 4 / 5,
                        1 + tenant % MAX_WEIGHT,
                        spent ? USED_UP_BUDGET_MICROS : AMPLE_BUDGET_MICROS));
    }
}

package dev.penstock.cli.demo;

import dev.penstock.cli.demo.Order.Door;
import dev.penstock.local.LocalTenant;
import dev.penstock.local.LocalTenant.Plan;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A morning's submissions: the same for the same seed. */
final class Morning {
    /** The tenant that floods: all of its work at once, in the batch tier. */
    static final String FLOOD = "pro-flood";

    private static final double FLOOD_SHARE = 3.0 / 7;
    private static final int ARRIVAL_MILLIS = 13_000;
    private static final int FLOOD_MILLIS = 2_500;
    private static final int LATE_URGENT = 6;
    private static final int LATE_URGENT_AT = 9_000;
    private static final int BEYOND_PLAN = 3;
    private static final int CAMPAIGN_AT = 1_500;
    static final String CAMPAIGN = "grand-opening";
    private static final List<String> CAMPAIGNS =
            List.of("spring-launch", "summer-sale", "new-shop-leeds", "guarantee-five-years", "weekly");

    /** What the provider simulator is asked to do wrong, once each: too many requests, and two kinds of trouble of its own. */
    private static final List<String> FAULTS =
            List.of("[[sim:429 retry-after=1 times=1]]", "[[sim:500 times=1]]", "[[sim:529 times=1]]");

    private final Briefs briefs = Briefs.load();
    private final RandomGenerator random;
    private final String runId;
    private final List<Order> orders = new ArrayList<>();

    private Morning(long seed, String runId) {
        this.random = new Random(seed);
        this.runId = runId;
    }

    /**
     * Plans it.
     *
     * @param tasks how many in all, at least 20
     * @param runId sets this run's idempotency keys apart from an earlier run's
     */
    static List<Order> plan(List<LocalTenant> tenants, int tasks, long seed, String runId) {
        Morning morning = new Morning(seed, runId);
        int flood = (int) (tasks * FLOOD_SHARE);
        for (LocalTenant tenant : tenants) {
            if (tenant.name().equals(FLOOD)) {
                morning.flood(tenant, flood);
            } else {
                morning.steady(tenant, (int) ((tasks - flood) * share(tenant.plan())));
            }
            switch (tenant.plan()) {
                case FREE -> morning.beyondPlan(tenant);
                case AGENCY -> morning.campaign(tenant);
                case PRO, ENTERPRISE -> {
                    // Nothing of their own.
                }
            }
        }
        morning.orders.sort(Comparator.comparingLong(Order::atMillis));
        return morning.orders;
    }

    private static double share(Plan plan) {
        return switch (plan) {
            case FREE -> 0.075;
            case PRO -> 0.2;
            case AGENCY -> 0.325;
            case ENTERPRISE -> 0.4;
        };
    }

    private void steady(LocalTenant tenant, int count) {
        // Planners bring further tasks: theirs is the campaign.
        List<String> roles = workers(tenant);
        for (int i = 0; i < count; i++) {
            String role = roles.get(i % roles.size());
            long at = random.nextInt(4) == 0 ? random.nextInt(1_000) : random.nextInt(ARRIVAL_MILLIS);
            add(at, random.nextInt(8) == 0 ? Door.KAFKA : Door.REST, tenant, role, tier());
        }
    }

    private static List<String> workers(LocalTenant tenant) {
        return tenant.plan().roles().stream()
                .filter(role -> !role.equals(Roles.ACTIVITY_PLANNER))
                .toList();
    }

    private Tier tier() {
        int draw = random.nextInt(100);
        return draw < 12 ? Tier.TIER_URGENT : draw < 70 ? Tier.TIER_NORMAL : Tier.TIER_BATCH;
    }

    /** A backlog of batch work at once, and later a few urgent tasks that must not wait behind it. */
    private void flood(LocalTenant tenant, int count) {
        List<String> roles = tenant.plan().roles();
        for (int i = 0; i < count; i++) {
            add(
                    500 + random.nextInt(FLOOD_MILLIS),
                    i % 3 == 0 ? Door.KAFKA : Door.REST,
                    tenant,
                    roles.get(i % roles.size()),
                    Tier.TIER_BATCH);
        }
        for (int i = 0; i < LATE_URGENT; i++) {
            add(LATE_URGENT_AT + i * 100L, Door.REST, tenant, roles.get(i % roles.size()), Tier.TIER_URGENT);
        }
    }

    /** What the tenant's plan does not hold is rejected, with the reason, as an event. */
    private void beyondPlan(LocalTenant tenant) {
        for (int i = 0; i < BEYOND_PLAN; i++) {
            add(3_000 + i * 500L, i == 0 ? Door.REST : Door.KAFKA, tenant, Roles.DATA_ANALYST, Tier.TIER_NORMAL);
        }
    }

    /** A goal, whose tasks nobody hands in: they come with the planner's result. */
    private void campaign(LocalTenant tenant) {
        TaskRequest request = TaskRequest.newBuilder()
                .setTenant(tenant.name())
                .setRole(Roles.ACTIVITY_PLANNER)
                .setTier(Tier.TIER_URGENT)
                .setInput(briefs.pick(Roles.ACTIVITY_PLANNER, random) + "\nRoles: " + String.join(", ", workers(tenant))
                        + ".")
                .setCampaign(CAMPAIGN)
                .setIdempotencyKey(runId + "-campaign")
                .build();
        orders.add(new Order(CAMPAIGN_AT, Door.REST, false, request));
    }

    private void add(long at, Door door, LocalTenant tenant, String role, Tier tier) {
        int number = orders.size();
        TaskRequest.Builder request = TaskRequest.newBuilder()
                .setTenant(tenant.name())
                .setRole(role)
                .setTier(tier)
                .setInput(input(role, number))
                .setCampaign(CAMPAIGNS.get(random.nextInt(CAMPAIGNS.size())));
        // A direct producer may leave the key out: then the record's place in its topic names the task.
        if (door == Door.REST || number % 2 == 0) {
            request.setIdempotencyKey(runId + "-" + number);
        }
        orders.add(new Order(at, door, door == Door.REST && number % 25 == 0, request.build()));
    }

    private String input(String role, int number) {
        String brief = briefs.pick(role, random);
        return number % 41 == 7 ? brief + "\n" + FAULTS.get(number / 41 % FAULTS.size()) : brief;
    }
}

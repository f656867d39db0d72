package dev.penstock.torture;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Notes;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Producers and operators: submissions, floods, repeats, conflicts, cancellations, and configuration changed at any time. */
final class Customers {
    static final List<String> TENANTS = List.of("acme", "bolt", "crux", "dune");
    static final List<String> ROLES = List.of("copywriter", "seo-specialist", "activity-planner");
    private static final List<String> CAMPAIGNS = List.of("spring", "summer", "autumn", "winter");
    private static final List<Tier> TIERS = List.of(Tier.values());

    private final Dice dice;
    private final Network network;
    private final Faults faults;
    private final List<Command.Submit> submitted = new ArrayList<>();
    private final List<TaskRef> dead = new ArrayList<>();
    private final Map<String, Long> versions = new HashMap<>();

    Customers(Dice dice, Network network, Faults faults) {
        this.dice = dice;
        this.network = network;
        this.faults = faults;
        TENANTS.subList(0, dice.between(1, 4)).forEach(tenant -> network.send(configure(tenant, false)));
    }

    void act() {
        int roll = dice.between(1, 100);
        if (roll <= 55 || submitted.isEmpty()) {
            submit(1);
        } else if (roll <= 62) {
            submit(dice.between(5, 25));
        } else if (roll <= 70) {
            network.send(dice.oneOf(submitted));
        } else if (roll <= 74) {
            network.send(conflicting(dice.oneOf(submitted)));
        } else if (roll <= 77) {
            replay();
        } else if (roll <= 79) {
            Command.Submit some = dice.oneOf(submitted);
            String campaign = dice.chance(50) ? campaign() : some.taskId().toString();
            network.send(new Command.CancelCampaign(some.tenant(), campaign, "over"));
        } else if (roll <= 88) {
            Command.Submit some = dice.oneOf(submitted);
            network.send(new Command.Cancel(some.tenant(), some.taskId(), "asked for"));
        } else if (roll <= 97) {
            String tenant = dice.oneOf(TENANTS);
            boolean deleted = faults.happens("tenant deleted", 8);
            network.send(configure(tenant, deleted));
            if (deleted && faults.happens("deletion repented", 50)) {
                network.send(configure(tenant, false));
            }
        } else {
            network.send(configureRole());
        }
    }

    /** A committed event comes by. */
    void read(Event event) {
        if (event instanceof Event.Dead e) {
            dead.add(e.task());
        }
    }

    /** Mostly of what has died, now or long ago. */
    private void replay() {
        if (!dead.isEmpty() && dice.chance(85)) {
            TaskRef some = dice.chance(50) ? dead.getLast() : dice.oneOf(dead);
            network.send(new Command.Replay(some.tenant(), some.taskId(), "once more"));
        } else {
            Command.Submit some = dice.oneOf(submitted);
            network.send(new Command.Replay(some.tenant(), some.taskId(), "once more"));
        }
    }

    /** Opens every lane again, for all work to be able to end; a deleted tenant may stay deleted. */
    void openEverything() {
        ROLES.forEach(role ->
                network.send(new Command.ConfigureRole(new RoleConfig(role, nextVersion(role), true, Flow.OPEN, 0))));
        for (String tenant : TENANTS) {
            List<LaneConfig> lanes = ROLES.stream()
                    .map(role -> new LaneConfig(role, true, 2, ""))
                    .toList();
            network.send(new Command.Configure(
                    new TenantConfig(tenant, "pro", nextVersion(tenant), lanes, 0, dice.chance(15))));
        }
    }

    private void submit(int count) {
        String tenant = dice.chance(3) ? "ghost" : dice.oneOf(TENANTS);
        String role = dice.oneOf(ROLES);
        // A campaign of many tasks is cancelled bit by bit.
        String together = dice.chance(20) ? campaign() : "";
        for (int i = 0; i < count; i++) {
            // Ids are their tenant's own: that another one has used the same must not matter.
            UUID id = !submitted.isEmpty() && dice.chance(3)
                    ? dice.oneOf(submitted).taskId()
                    : new UUID(dice.number(), dice.number());
            Command.Submit submit = new Command.Submit(
                    tenant,
                    id,
                    role,
                    dice.oneOf(TIERS),
                    !together.isEmpty() ? together : dice.chance(60) ? campaign() : "",
                    dice.chance(50) ? 0 : dice.between(1, 4),
                    Map.of(),
                    new Digest(id.getMostSignificantBits(), 1),
                    null,
                    new byte[] {(byte) i, (byte) id.hashCode()},
                    options());
            submitted.add(submit);
            network.send(submit);
        }
    }

    private static Command.Submit conflicting(Command.Submit s) {
        Digest other = new Digest(s.digest().high(), 2);
        return new Command.Submit(
                s.tenant(),
                s.taskId(),
                s.role(),
                s.tier(),
                s.campaign(),
                s.maxAttempts(),
                s.labels(),
                other,
                null,
                s.payload(),
                s.options());
    }

    private Command.Configure configure(String tenant, boolean deleted) {
        long version = dice.chance(10) ? versions.getOrDefault(tenant, 0L) : nextVersion(tenant);
        List<LaneConfig> lanes = new ArrayList<>();
        for (String role : ROLES) {
            if (dice.chance(88)) {
                lanes.add(new LaneConfig(
                        role,
                        dice.chance(88),
                        dice.between(0, 4),
                        dice.chance(10) ? "small" : "",
                        flow(),
                        dice.chance(80) ? 0 : dice.between(1, 10)));
            }
        }
        int maxBacklog = dice.chance(70) ? 0 : dice.between(2, 20);
        TenantLimits limits = new TenantLimits(
                flow(),
                dice.chance(60) ? 0 : dice.between(1, 5),
                dice.between(1, 4),
                dice.chance(60) ? 0 : dice.between(20, 400));
        return new Command.Configure(
                new TenantConfig(tenant, "pro", version, lanes, maxBacklog, deleted, limits, notes()));
    }

    private Command.ConfigureRole configureRole() {
        String role = dice.oneOf(ROLES);
        long version = dice.chance(10) ? versions.getOrDefault(role, 0L) : nextVersion(role);
        int cap = dice.chance(50) ? 0 : dice.between(1, 6);
        return new Command.ConfigureRole(new RoleConfig(role, version, dice.chance(90), flow(), cap, notes()));
    }

    /** The core may not look into them, so any bytes will do. */
    private Notes notes() {
        return dice.chance(50) ? Notes.NONE : Notes.of(new byte[] {(byte) dice.between(0, 127), 1});
    }

    private String campaign() {
        return dice.oneOf(CAMPAIGNS);
    }

    private Flow flow() {
        return dice.chance(90) ? Flow.OPEN : dice.chance(50) ? Flow.PAUSED : Flow.DRAINING;
    }

    private TaskOptions options() {
        if (dice.chance(40)) {
            return TaskOptions.NONE;
        }
        return new TaskOptions(
                dice.chance(50) ? 0 : dice.between(1, 60),
                dice.chance(80) ? 0 : network.now() + dice.between(-1_000, 20_000),
                dice.chance(80) ? 0 : dice.between(50, 20_000),
                dice.chance(80) ? 0 : dice.between(50, 5_000),
                dice.chance(80) ? 0 : dice.between(50, 60_000));
    }

    private long nextVersion(String tenant) {
        return versions.merge(tenant, 1L, Long::sum);
    }
}

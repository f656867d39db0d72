package dev.penstock.simulation.record;

import dev.penstock.admission.Command;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Plan;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.TenantConfig;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TaskKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command log once, slot by slot or mixed, and makes a {@link Recording} of it. It plays the log through the core as it was written, which
 * by the core's determinism gives the events of the time: so what was recorded and the state when the window begins are the core's own word.
 */
public final class Recorder {
    /** Commands of the outside world that a recording may hold; a submission with its run takes some 700 bytes while it is made. */
    public static final int MAX_ASKED = 10_000_000;

    private static final byte[] NOTHING = new byte[0];

    private final Policy policy;
    private final long since;
    private final int mostAsked;
    private final List<SlotRecorder> slots = new ArrayList<>();
    private final List<Map<String, Command>> seeds = new ArrayList<>();
    private final Map<TaskKey, List<Run>> runs = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> rolesAsked = new TreeSet<>();
    private final Measured measured = new Measured();
    private final boolean truncated;
    private int seeded;
    private long unreadable;
    private long first = Long.MAX_VALUE;
    private long last;
    private long taken;

    /**
     * @param policy the engine's when the log was written
     * @param sinceMillis when the window begins; whatever came before only makes the state then
     * @param truncated whether retention has taken the log's beginning
     */
    public Recorder(Policy policy, int slotCount, long sinceMillis, boolean truncated) {
        this(policy, slotCount, sinceMillis, truncated, MAX_ASKED);
    }

    Recorder(Policy policy, int slotCount, long sinceMillis, boolean truncated, int mostAsked) {
        this.policy = policy;
        this.since = sinceMillis;
        this.truncated = truncated;
        this.mostAsked = mostAsked;
        for (int slot = 0; slot < slotCount; slot++) {
            slots.add(new SlotRecorder(policy, new SlotPlace(slot, slotCount), sinceMillis, runs, measured));
            seeds.add(new LinkedHashMap<>());
        }
    }

    /**
     * Takes a tenant's configuration that the log may no longer hold, to be in force until one comes in the log. Before anything is taken; of several
     * the last counts.
     */
    public void seed(int slot, Command.Configure configure) {
        TenantConfig c = configure.config();
        TenantConfig oldest =
                new TenantConfig(c.tenant(), c.plan(), 0, c.lanes(), c.maxBacklog(), c.deleted(), c.limits());
        seeds.get(slot).put("tenant " + c.tenant(), new Command.Configure(oldest));
    }

    /** The same for limits of a role. */
    public void seed(Command.ConfigureRole configure) {
        RoleConfig c = configure.config();
        // 1 is the lowest that counts: 0 is the version of having no limits. One that comes in the log as 1 is the same
        // one.
        Command oldest = new Command.ConfigureRole(new RoleConfig(c.role(), 1, c.enabled(), c.flow(), c.cap()));
        seeds.forEach(slot -> slot.put("role " + c.role(), oldest));
    }

    /** A record of the log that is no command; the engine passes it over too. */
    public void unreadable() {
        unreadable++;
    }

    /**
     * Takes the next command of a slot.
     *
     * @param atMillis when it was appended to the log
     * @throws IllegalStateException when there is too much to hold in memory
     */
    public void take(int slot, long atMillis, Command command) {
        first = Math.min(first, atMillis);
        last = Math.max(last, atMillis);
        SlotRecorder recorder = slots.get(slot);
        for (Command seed : seeds.get(slot).values()) {
            recorder.take(seed, atMillis);
            seeded += seed instanceof Command.Configure ? 1 : 0;
        }
        seeds.get(slot).clear();
        int before = recorder.asked();
        recorder.take(lean(command), atMillis);
        taken += recorder.asked() - before;
        if (taken > mostAsked) {
            throw new IllegalStateException(
                    "More than " + mostAsked
                            + " submissions and other requests came in that time, which is more than fits here: choose a later start");
        }
    }

    /** Ends the window with the last command taken. To be called once. */
    public Recording finish() {
        if (first == Long.MAX_VALUE) {
            throw new IllegalStateException("The command log is empty: there is nothing to compare with yet");
        }
        if (last < since) {
            throw new IllegalStateException("The command log ends at " + Instant.ofEpochMilli(last)
                    + ", before the time asked for: choose an earlier start");
        }
        long begin = Math.max(since, first);
        slots.forEach(slot -> slot.close(last));
        List<SlotStart> starts = slots.stream().map(SlotRecorder::start).toList();
        Map<String, TenantConfig> tenants = new TreeMap<>();
        Map<String, RoleConfig> limits = new TreeMap<>();
        long unknown = 0;
        for (SlotRecorder slot : slots) {
            tenants.putAll(slot.tenants());
            limits.putAll(slot.roles());
            unknown += slot.signalsOfUnknown();
        }
        Map<String, RoleRecord> roles = roles(tenants, begin);
        return new Recording(
                policy,
                begin,
                last,
                starts,
                runs,
                roles,
                tenants,
                limits,
                measured,
                new Recording.Completeness(truncated, seeded, unreadable, unknown, null));
    }

    private Map<String, RoleRecord> roles(Map<String, TenantConfig> tenants, long begin) {
        Map<String, List<Run>> byRole = new TreeMap<>();
        rolesAsked.forEach(role -> byRole.put(role, new ArrayList<>()));
        for (TenantConfig tenant : tenants.values()) {
            for (LaneConfig lane : tenant.lanes()) {
                byRole.computeIfAbsent(lane.role(), role -> new ArrayList<>());
            }
        }
        for (List<Run> ofTask : runs.values()) {
            for (Run run : ofTask) {
                if (run.isOpen() || run.endedAt() >= begin) {
                    byRole.computeIfAbsent(run.role(), role -> new ArrayList<>())
                            .add(run);
                }
            }
        }
        Map<String, RoleRecord> roles = new TreeMap<>();
        byRole.forEach((role, all) -> roles.put(role, RoleRecord.of(role, all, policy, begin, last)));
        return roles;
    }

    /** Without what decides nothing: payloads, outputs, labels and messages would fill the memory. */
    private Command lean(Command command) {
        return switch (command) {
            case Command.Submit c -> {
                rolesAsked.add(c.role());
                yield new Command.Submit(
                        name(c.tenant()),
                        c.taskId(),
                        name(c.role()),
                        c.tier(),
                        name(c.campaign()),
                        c.maxAttempts(),
                        Map.of(),
                        c.digest(),
                        null,
                        NOTHING,
                        c.options());
            }
            case Command.Start c ->
                new Command.Start(name(c.tenant()), c.taskId(), c.attempt(), name(c.workerId()), c.dispatchedAt());
            case Command.Complete c ->
                new Command.Complete(
                        name(c.tenant()), c.taskId(), c.attempt(), name(c.workerId()), c.usage(), "", lean(c.plan()));
            case Command.Fail c ->
                new Command.Fail(
                        name(c.tenant()),
                        c.taskId(),
                        c.attempt(),
                        name(c.workerId()),
                        c.usage(),
                        name(c.kind()),
                        "",
                        c.retryable(),
                        c.retryAfterMillis());
            case Command.Defer c ->
                new Command.Defer(
                        name(c.tenant()),
                        c.taskId(),
                        c.attempt(),
                        name(c.workerId()),
                        name(c.reason()),
                        c.delayMillis(),
                        c.usage());
            case Command.Renew _,
                    Command.Cancel _,
                    Command.CancelCampaign _,
                    Command.Replay _,
                    Command.Configure _,
                    Command.ConfigureRole _,
                    Command.Tick _ -> command;
        };
    }

    private @Nullable Plan lean(@Nullable Plan plan) {
        if (plan == null) {
            return null;
        }
        return new Plan(plan.tasks().stream()
                .map(task -> {
                    rolesAsked.add(task.role());
                    return new PlannedTask(
                            task.name(),
                            task.taskId(),
                            name(task.role()),
                            task.tier(),
                            task.after(),
                            task.maxAttempts(),
                            Map.of(),
                            task.digest(),
                            NOTHING,
                            task.options());
                })
                .toList());
    }

    private String name(String text) {
        return names.computeIfAbsent(text, same -> same);
    }
}

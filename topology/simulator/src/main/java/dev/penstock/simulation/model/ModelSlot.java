package dev.penstock.simulation.model;

import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TaskBook;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.OutsideLog;
import dev.penstock.simulation.record.SlotStart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One slot: an engine that goes on from the recorded rows under the changed policy. */
final class ModelSlot {
    /** Ticks come at least so often while something depends on time, and else once in {@link #IDLE_MILLIS}, as those of a running slot do. */
    static final int BUSY_MILLIS = 100;

    private static final int IDLE_MILLIS = 1_000;

    /** Sees each event before the slot's book has it. */
    interface Listener {
        void happened(ModelSlot slot, Event event, long now);
    }

    private final SlotStart start;
    private final PolicyChanges changes;
    private final Engine engine;
    private final TaskBook book;
    private final Measured measured;
    private final Listener listener;
    private final CommandSink sink;
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> roleVersions = new HashMap<>();
    private int nextAsked;
    private long lastAt;
    private long commands;

    ModelSlot(
            SlotStart start,
            Policy policy,
            PolicyChanges changes,
            Measured measured,
            Listener listener,
            CommandSink sink) {
        this.start = start;
        this.changes = changes;
        this.engine = new Engine(policy, start.place(), start.rows().copy());
        this.book = start.book().copy();
        this.measured = measured;
        this.listener = listener;
        this.sink = sink;
        measured.open(book);
    }

    TaskBook book() {
        return book;
    }

    long commands() {
        return commands;
    }

    /** Puts the changed limits in force, for tenants and roles that have any already. */
    void change(Set<String> roles, long now) {
        new TreeMap<>(start.tenants()).values().forEach(config -> {
            versions.put(config.tenant(), config.version());
            TenantConfig changed = changes.apply(config);
            if (!changed.equals(config)) {
                configure(changed, now);
            }
        });
        for (String role : roles) {
            RoleConfig config = start.roles().getOrDefault(role, RoleConfig.unlimited(role));
            roleVersions.put(role, config.version());
            RoleConfig changed = changes.apply(config);
            if (!changed.equals(config)) {
                configure(changed, now);
            }
        }
    }

    OutsideLog outside() {
        return start.outside();
    }

    boolean hasMoreAsked() {
        return nextAsked < outside().size();
    }

    /** When the outside world next asks for something. */
    long nextAskedAt() {
        return outside().time(nextAsked);
    }

    /** Does what it asks for. */
    void ask(long now) {
        Command command = outside().command(nextAsked++);
        switch (command) {
            case Command.Configure c -> configure(changes.apply(c.config()), now);
            case Command.ConfigureRole c -> configure(changes.apply(c.config()), now);
            case Command.Submit _,
                    Command.Cancel _,
                    Command.CancelCampaign _,
                    Command.Replay _,
                    Command.Start _,
                    Command.Renew _,
                    Command.Complete _,
                    Command.Fail _,
                    Command.Defer _,
                    Command.Tick _ -> process(command, now);
        }
    }

    /** Under a version of its own, since the changed limits may have taken the recorded one. */
    private void configure(TenantConfig config, long now) {
        long version = config.version() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(config.version(), versions.getOrDefault(config.tenant(), -1L) + 1);
        versions.put(config.tenant(), version);
        process(
                new Command.Configure(new TenantConfig(
                        config.tenant(),
                        config.plan(),
                        version,
                        config.lanes(),
                        config.maxBacklog(),
                        config.deleted(),
                        config.limits())),
                now);
    }

    private void configure(RoleConfig config, long now) {
        long version = Math.max(config.version(), roleVersions.getOrDefault(config.role(), 0L) + 1);
        roleVersions.put(config.role(), version);
        process(
                new Command.ConfigureRole(
                        new RoleConfig(config.role(), version, config.enabled(), config.flow(), config.cap())),
                now);
    }

    /** Lets time pass where no command has for long enough. */
    void tick(long now) {
        Engine.Summary summary = engine.summary();
        boolean busy = summary.waiting() + summary.granted() + summary.running() > 0;
        if (now - lastAt >= (busy ? BUSY_MILLIS : IDLE_MILLIS)) {
            process(new Command.Tick(), now);
        }
    }

    void process(Command command, long now) {
        once(command, now);
        while (engine.hasMoreToDo()) {
            once(new Command.Tick(), now);
        }
    }

    private void once(Command command, long now) {
        commands++;
        lastAt = now;
        sink.given(start.place().index(), now, command);
        List<Event> events = engine.process(command, now);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            measured.count(event, book, now);
            listener.happened(this, event, now);
            book.apply(event, now);
        }
    }

    void flush() {
        engine.flush();
    }
}

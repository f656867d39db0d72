package dev.penstock.streams.admission;

import dev.penstock.admission.Engine;
import dev.penstock.schemas.v1.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** What the engine counts, over all slots of this process. Counters include what a crash then undoes. */
public final class AdmissionMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Map<Integer, SlotState> slots = new ConcurrentHashMap<>();
    private final Map<Event.KindCase, Counter> events = new EnumMap<>(Event.KindCase.class);
    private final Counter commands;
    private final Counter poison;
    private final Counter dispatches;
    private final Counter earlyCommits;

    private record SlotState(Engine.Summary summary, long lagMillis) {}

    public AdmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
        commands = counter(registry, "penstock.engine.commands", "Commands processed");
        poison = counter(registry, "penstock.engine.poison.commands", "Commands that could not be read");
        dispatches = counter(registry, "penstock.engine.dispatches", "Grants sent to workers");
        earlyCommits = counter(registry, "penstock.engine.early.commits", "Commits asked for before their interval");
        for (Event.KindCase kind : Event.KindCase.values()) {
            if (kind != Event.KindCase.KIND_NOT_SET) {
                events.put(
                        kind,
                        Counter.builder("penstock.engine.events")
                                .description("Events published")
                                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
        tasks("queued", Engine.Summary::queued);
        tasks("waiting", Engine.Summary::waiting);
        tasks("granted", Engine.Summary::granted);
        tasks("running", Engine.Summary::running);
        tasks("ended", Engine.Summary::markers);
        gauges.add(Gauge.builder("penstock.engine.tenants", slots, all -> sum(all, Engine.Summary::tenants))
                .description("Tenants known")
                .register(registry));
        gauges.add(Gauge.builder("penstock.engine.lag.millis", slots, AdmissionMetrics::maxLag)
                .description("How long the last command of the slot furthest behind had waited for the engine")
                .register(registry));
        gauges.add(Gauge.builder("penstock.engine.slots", slots, Map::size)
                .description("Slots owned by this process")
                .register(registry));
    }

    void command() {
        commands.increment();
    }

    void poison() {
        poison.increment();
    }

    void dispatch() {
        dispatches.increment();
    }

    void earlyCommit() {
        earlyCommits.increment();
    }

    void event(Event.KindCase kind) {
        Counter counter = events.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void slot(int slot, Engine.Summary summary, long lagMillis) {
        slots.put(slot, new SlotState(summary, lagMillis));
    }

    void slotGone(int slot) {
        slots.remove(slot);
    }

    /** Lets go of the gauges, so that the next application of this process can have its own. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }

    private void tasks(String state, ToLongFunction<Engine.Summary> count) {
        gauges.add(Gauge.builder("penstock.engine.tasks", slots, all -> sum(all, count))
                .description("Tasks by what they are doing")
                .tag("state", state)
                .register(registry));
    }

    private static double sum(Map<Integer, SlotState> slots, ToLongFunction<Engine.Summary> count) {
        return slots.values().stream()
                .mapToLong(slot -> count.applyAsLong(slot.summary()))
                .sum();
    }

    private static double maxLag(Map<Integer, SlotState> slots) {
        return slots.values().stream().mapToLong(SlotState::lagMillis).max().orElse(0);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}

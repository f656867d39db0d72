package dev.penstock.corebench;

import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.TenantSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slot's engine over rows in memory, in its cycle. */
final class MemorySlot {
    /**
     * A slot that gets hundreds of thousands of commands a second commits each 500 ms, and so seldomer than this; but about as often an engine flushes
     * of its own accord.
     */
    private static final int COMMANDS_PER_FLUSH = 50_000;

    private static final int COMMANDS_PER_REPORT = 100_000;

    private final Engine engine = new Engine(Shape.policy(), new InMemoryBackend());
    private final Cycle cycle;
    private int unflushed;

    MemorySlot(Shape shape) {
        cycle = new Cycle(shape);
    }

    /** Puts limits in force and fills the lanes. */
    void fill() {
        int size = cycle.fillSize();
        for (int i = 0; i < size; i++) {
            process(cycle.fill(i));
            Progress.report("queueing", i + 1, size, COMMANDS_PER_REPORT);
        }
    }

    /** Decides on so many commands of the cycle. */
    void run(int commands) {
        for (int i = 0; i < commands; i++) {
            Command command = cycle.next();
            if (command == null) {
                throw new IllegalStateException("Expected work, but nothing is granted or runs: " + engine.summary());
            }
            process(command);
        }
    }

    Engine.Summary summary() {
        return engine.summary();
    }

    @Nullable
    TenantSummary tenant(String name) {
        return engine.summarize(name);
    }

    /** Holds the figures to account: a slot that lost or gained tasks was not measured at what its row says. */
    void checkSteady() {
        Engine.Summary now = engine.summary();
        long tasks = now.queued() + now.waiting() + now.granted() + now.running();
        if (tasks != cycle.tasks()) {
            throw new IllegalStateException("Expected " + cycle.tasks() + " tasks, but there are " + now);
        }
    }

    private void process(Command command) {
        List<Event> events = engine.process(command, cycle.now());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event instanceof Event.Granted e) {
                cycle.granted(new Cycle.Attempt(
                        e.task().tenant(), e.task().role(), e.task().taskId(), e.attempt()));
            } else if (event instanceof Event.Rejected || event instanceof Event.ResultRejected) {
                throw new IllegalStateException("Expected no refusal, but got " + event);
            }
        }
        if (++unflushed == COMMANDS_PER_FLUSH) {
            unflushed = 0;
            engine.flush();
        }
    }
}

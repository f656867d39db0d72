package dev.penstock.torture;

import static dev.penstock.torture.Checks.requireEqual;

import dev.penstock.admission.Backend;
import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A slot as Kafka Streams runs it, exactly once: a command log, an engine that reads it, and commits that make rows, position and events durable
 * and visible together. A crash takes all three back to the last commit; what is then read again must come out the same.
 */
final class Slot {
    private static final long EARLIEST = 1;

    record LoggedCommand(Command command, long at) {}

    private final Policy policy;
    private final Checks checks;
    private final Consumer<Event> readers;
    private final List<LoggedCommand> log = new ArrayList<>();

    /** What came of each command, by its offset. */
    private final List<List<Event>> journal = new ArrayList<>();

    private final List<Event> uncommitted = new ArrayList<>();
    private final DurableRows rows = new DurableRows();
    private Engine engine;
    private long events;
    private int position;
    private int committedPosition;

    /** @param readers whoever reads committed events */
    Slot(Policy policy, Checks checks, Consumer<Event> readers) {
        this.policy = policy;
        this.checks = checks;
        this.readers = readers;
        this.engine = new Engine(policy, rows);
    }

    /** @param at by a clock that may be wrong; Kafka takes no record of a time before 1970, so neither does this log */
    void append(Command command, long at) {
        log.add(new LoggedCommand(command, Math.max(EARLIEST, at)));
    }

    boolean hasMoreToDo() {
        return engine.hasMoreToDo();
    }

    int lag() {
        return log.size() - position;
    }

    void process(int most) {
        for (int left = most; left > 0 && position < log.size(); left--) {
            LoggedCommand next = log.get(position);
            List<Event> events = List.copyOf(engine.process(next.command(), next.at()));
            if (position < journal.size()) {
                if (!events.equals(journal.get(position))) {
                    requireEqual(
                            "I22", "offset " + position + " read again after a crash", events, journal.get(position));
                }
            } else {
                journal.add(events);
                this.events += events.size();
                checks.processed(next.command(), next.at(), events, engine);
            }
            uncommitted.addAll(events);
            position++;
        }
    }

    void commit() {
        engine.flush();
        rows.commit();
        committedPosition = position;
        List<Event> visible = List.copyOf(uncommitted);
        uncommitted.clear();
        visible.forEach(readers);
    }

    /** I17: what is derived from the rows is the same when it is derived anew. To be called after a flush. */
    void requireSameAfterRestart() {
        requireEqual("I17", "indexes rebuilt from rows", restarted().describe(), engine.describe());
    }

    /** An engine that knows what the rows tell. To be called after a flush. */
    Engine restarted() {
        return new Engine(policy, rows);
    }

    void crash() {
        rows.rollBack();
        engine = new Engine(policy, rows);
        position = committedPosition;
        uncommitted.clear();
    }

    /** What came of all commands. */
    long events() {
        return events;
    }

    List<LoggedCommand> log() {
        return log;
    }

    List<List<Event>> journal() {
        return journal;
    }

    Engine engine() {
        return engine;
    }

    void flush() {
        engine.flush();
    }

    /** As they are after a flush. */
    Backend rows() {
        flush();
        return rows;
    }
}

package dev.penstock.simulation.kafka.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Policy;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.Table;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.audit.Violation;
import dev.penstock.streams.admission.CommandReader;
import dev.penstock.streams.admission.EventWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One slot's log through the core again: commands in their order give events, each of which must be the next of what the engine published, byte by
 * byte. What was published may be behind, as commands may be ahead of the engine. Holds the slot's rows, and the events not compared yet.
 */
final class SlotReplay {
    private record Due(long command, Event.TenantEvent event, byte[] bytes) {}

    private final int slot;
    private final CommandReader reader;
    private final WatchedRows rows = new WatchedRows();
    private final Engine engine;
    private final ReplayFindings findings;
    private final Deque<Due> due = new ArrayDeque<>();
    private boolean flushing;
    private boolean differs;
    private boolean unaligned;

    /** @param eventsTrimmed whether retention has taken the slot's first events: then what is made before the first that is left is passed over */
    SlotReplay(Policy policy, SlotPlace place, boolean eventsTrimmed, ReplayFindings findings) {
        this.slot = place.index();
        this.reader = new CommandReader(slot, place.count());
        this.engine = new Engine(policy, place, rows);
        this.unaligned = eventsTrimmed;
        this.findings = findings;
    }

    /** Takes the next command. */
    void command(long offset, long atMillis, byte @Nullable [] key, byte @Nullable [] value) {
        // A record that is no command is passed over, as the engine does.
        if (reader.read(key, value) instanceof CommandReader.Readable readable) {
            for (Event event : engine.process(readable.command(), atMillis)) {
                if (event instanceof Event.TenantEvent told && !differs) {
                    due.add(new Due(
                            offset, told, EventWriter.write(told, engine.now()).toByteArray()));
                }
            }
            if (flushing) {
                engine.flush();
            }
        }
    }

    /** Whether an event was made that was not compared yet. */
    boolean expects() {
        return !due.isEmpty() && !differs;
    }

    /** Compares what the engine published next. After the first difference there is nothing more to learn of the slot's events. */
    void event(long offset, byte @Nullable [] value) {
        if (differs) {
            return;
        }
        byte[] published = value == null ? new byte[0] : value;
        if (unaligned && !align(published)) {
            return;
        }
        findings.event();
        Due next = due.poll();
        if (next == null) {
            differ(new Violation("", "", slot, offset, "Published " + name(published) + ", which no command explains"));
        } else if (!Arrays.equals(next.bytes(), published)) {
            differ(new Violation(
                    next.event().tenant(),
                    next.event() instanceof Event.TaskEvent task
                            ? task.task().taskId().toString()
                            : "",
                    slot,
                    offset,
                    "Published " + name(published) + ", but the command at " + next.command() + " gives "
                            + name(next.bytes())
                            + (name(next.bytes()).equals(name(published)) ? " with other values" : "")));
        }
    }

    /** Whether events of commands that the engine has committed were not seen yet. */
    boolean lacks(long committedCommands) {
        Due first = due.peek();
        return !differs && !unaligned && first != null && first.command() < committedCommands;
    }

    /** Nothing more was published: the events of commands that the engine has committed are missing. */
    void eventsOver(long committedCommands) {
        Due first = due.peek();
        if (first != null && lacks(committedCommands)) {
            long missing =
                    due.stream().filter(d -> d.command() < committedCommands).count();
            differ(new Violation(
                    first.event().tenant(),
                    "",
                    slot,
                    -1,
                    missing + " events were never published; the first is " + name(first.bytes())
                            + " of the command at " + first.command()));
        }
    }

    /** From here on the engine may have been at work while its rows were read. */
    void rowsMayBe() {
        engine.flush();
        rows.watch();
        flushing = true;
    }

    /** Compares the rows that the engine has made durable. */
    void compare(Map<Table, Map<Bytes, byte[]>> durable) {
        engine.flush();
        for (Table table : Table.values()) {
            Map<Bytes, byte[]> told = durable.getOrDefault(table, Map.of());
            told.forEach((key, value) -> {
                findings.row();
                byte @Nullable [] here = rows.table(table).get(key.array());
                if (isOlder(table, key, value, here)) {
                    findings.olderRow();
                } else if (!Arrays.equals(here, value) && !rows.had(table, key, value)) {
                    unequal(
                            table,
                            key,
                            new Bytes(value).toString(),
                            here == null ? "none" : new Bytes(here).toString());
                }
            });
            boolean someOlder = told.keySet().stream().anyMatch(key -> isUnderTask(table, key));
            rows.table(table).forEach((array, value) -> {
                Bytes key = new Bytes(array);
                if (!told.containsKey(key) && !rows.had(table, key, null) && !someOlder) {
                    unequal(table, key, "none", new Bytes(value).toString());
                }
            });
        }
    }

    /**
     * Whether an earlier version wrote a row and nothing has changed it since: rows but payloads begin with the number of their format, and payloads lay by
     * themselves.
     */
    private static boolean isOlder(Table table, Bytes key, byte[] durable, byte @Nullable [] replayed) {
        return isUnderTask(table, key)
                || table == Table.PAYLOADS && replayed != null && TaskCodec.joins(replayed, durable)
                || table != Table.PAYLOADS
                        && replayed != null
                        && durable.length > 0
                        && durable[0] > 0
                        && durable[0] < replayed[0];
    }

    /** Whether it is a payload that an earlier version put under its task's key: where that is at the present one's place cannot be told from it. */
    private static boolean isUnderTask(Table table, Bytes key) {
        return table == Table.PAYLOADS && key.array().length != Long.BYTES;
    }

    private void unequal(Table table, Bytes key, String durable, String replayed) {
        findings.row(new Violation(
                "",
                "",
                slot,
                -1,
                "Row " + key + " of " + table + " is " + durable + ", but the log gives " + replayed));
    }

    /** Drops what was made before the first event that is left; false when that has not been made yet, or never is. */
    private boolean align(byte[] published) {
        while (!due.isEmpty() && !Arrays.equals(due.element().bytes(), published)) {
            due.remove();
        }
        unaligned = due.isEmpty();
        return !unaligned;
    }

    private void differ(Violation violation) {
        differs = true;
        due.clear();
        findings.event(violation);
    }

    private static String name(byte[] event) {
        try {
            var read = dev.penstock.schemas.v1.Event.parseFrom(event);
            return "event " + read.getSeq() + " of " + read.getTenant() + " ("
                    + read.getKindCase().name().toLowerCase(Locale.ROOT) + ")";
        } catch (InvalidProtocolBufferException e) {
            return "a record that is no event";
        }
    }
}

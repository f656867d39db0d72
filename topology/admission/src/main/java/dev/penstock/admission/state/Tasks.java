package dev.penstock.admission.state;

import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.KeyValues;
import dev.penstock.admission.index.NextTask;
import dev.penstock.admission.index.Timer;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The task rows. Tasks that wait, are granted or run are held decoded, since signals and timers will ask for them; so are queued ones as long as
 * there is room for all, and else those that are likely to be granted next. All others are read from the back end when asked for. A row that changed
 * is written once, with the next flush.
 */
final class Tasks {
    /** Bytes of payloads that were read with their tasks' rows and are kept until these are granted. */
    private static final long MAX_PAYLOAD_BYTES = 8 << 20;

    /** Tasks whose rows are fetched together: more than a processor has under way at once. */
    private static final int AT_ONCE = 32;

    /** A decoded row. A task that has a deadline is held as long as it has it, so it can serve as its timer. */
    private static final class Held extends Timer implements TaskTable.Entry {
        TaskRow row;
        boolean touched;
        boolean dirty;

        boolean countedAsQueued;

        /** The row as it was read with its payload, which is taken out of it when it is asked for; null where it was not, or is not kept. */
        byte @Nullable [] joined;

        /** Its length, so that the bytes are not fetched from memory to let go of them. */
        int joinedBytes;

        Held(TaskKey key, TaskRow row) {
            super(key);
            this.row = row;
        }
    }

    private final KeyValues rows;
    private final Payloads payloads;

    /** Queued tasks held decoded at most. Where more are queued, each costs one read when it is about to be granted. */
    private final int maxQueuedHeld;

    private final Changes writes;
    private final Map<String, String> roles = new HashMap<>();
    private final TaskCodec codec = new TaskCodec();
    private final TaskTable<Held> held = new TaskTable<>();
    private final List<Held> touched = new ArrayList<>();
    private int queuedHeld;
    private long payloadBytes;

    /** A sum of what was fetched ahead, kept lest a compiler finds that nobody asks for it. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    /** The last key that was looked for in vain: lets the insert that follows it trust that the key is free. */
    private @Nullable TaskKey knownAbsent;

    /** Whatever was asked for last is asked for again by most: a command looks at its task several times. Null when it is not held any more. */
    private @Nullable Held last;

    Tasks(KeyValues rows, Payloads payloads, int maxQueuedHeld) {
        this.rows = rows;
        this.payloads = payloads;
        this.maxQueuedHeld = maxQueuedHeld;
        this.writes = new Changes(rows);
    }

    @Nullable
    TaskRow find(TaskKey key) {
        Held found = lookUp(key);
        return found == null ? null : found.row;
    }

    TaskRow existing(TaskKey key) {
        return require(key).row;
    }

    /** The row that an event about a task was decided on, as a rule the very one that was asked for last. */
    TaskRow existing(TaskRef ref) {
        Held known = last;
        return known != null && known.row.ref().equals(ref)
                ? known.row
                : existing(new TaskKey(ref.tenant(), ref.taskId()));
    }

    /** @return the task's timer */
    Timer insert(TaskKey key, TaskRow row) {
        if (!key.equals(knownAbsent) && lookUp(key) != null) {
            throw new IllegalStateException("Expected no " + key + ", but there is one");
        }
        Held fresh = new Held(key, row);
        held.put(fresh);
        touch(fresh).dirty = true;
        knownAbsent = null;
        return fresh;
    }

    /** @return the task's timer */
    Timer update(TaskRow row) {
        Held known = last;
        Held existing = known != null && known.row.ref().equals(row.ref()) ? known : require(row.key());
        existing.row = row;
        touch(existing).dirty = true;
        return existing;
    }

    /** Deletes the rows of ended tasks; markers tell that they exist. */
    void deleteExisting(List<TaskKey> keys) {
        last = null;
        for (TaskKey key : keys) {
            Held ended = held.remove(key);
            if (ended != null) {
                dropPayload(ended);
                ended.dirty = false;
            }
            writes.add(TaskCodec.key(key), null);
        }
        writes.write();
    }

    /**
     * Reads the rows of tasks that are going to be asked for and are not held, all at once, with their payloads where both lie together.
     *
     * @param next each once, of tasks that exist
     */
    void readAhead(List<NextTask> next) {
        List<TaskKey> apart = new ArrayList<>();
        List<TaskKey> joined = new ArrayList<>(next.size());
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> places = new ArrayList<>(next.size());
        for (NextTask task : next) {
            if (held.get(task.key()) != null) {
                continue;
            }
            if (task.place() == NextTask.ELSEWHERE) {
                apart.add(task.key());
                keys.add(TaskCodec.key(task.key()));
            } else {
                joined.add(task.key());
                places.add(TaskCodec.payloadKey(task.place()));
            }
        }
        List<byte @Nullable []> values = rows.getAll(keys);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                countAsQueued(touch(hold(apart.get(i), value)));
            }
        }
        List<byte @Nullable []> records = payloads.read(places);
        for (int i = 0; i < records.size(); i++) {
            byte[] value = records.get(i);
            if (value != null) {
                holdJoined(joined.get(i), value);
            }
        }
    }

    private void holdJoined(TaskKey key, byte[] value) {
        Held read = new Held(key, TaskCodec.decodeJoined(key, value, this::sharedRole));
        held.put(read);
        countAsQueued(touch(read));
        if (payloadBytes < MAX_PAYLOAD_BYTES) {
            read.joined = value;
            read.joinedBytes = value.length;
            payloadBytes += value.length;
        }
    }

    /** The payload that was read along with the row, once; null for one that was not, or was asked for already. */
    byte @Nullable [] takePayload(TaskKey key) {
        Held task = findHeld(key);
        byte[] joined = task == null ? null : task.joined;
        if (task == null || joined == null) {
            return null;
        }
        dropPayload(task);
        return TaskCodec.payload(joined);
    }

    private void dropPayload(Held task) {
        if (task.joined != null) {
            payloadBytes -= task.joinedBytes;
            task.joined = null;
        }
    }

    /** How many queued tasks may be read ahead and kept until they are granted; at least the one that is granted now. */
    int roomAhead() {
        return Math.max(1, maxQueuedHeld - queuedHeld);
    }

    /** A task's row if it is at hand without reading it, else null. */
    @Nullable
    TaskRow held(TaskKey key) {
        Held found = findHeld(key);
        return found == null ? null : found.row;
    }

    private @Nullable Held findHeld(TaskKey key) {
        if (last != null && last.task().equals(key)) {
            return last;
        }
        Held found = held.get(key);
        if (found != null) {
            last = found;
        }
        return found;
    }

    /** Rows read or changed since the last flush. */
    int touched() {
        return touched.size();
    }

    /** @param queued tasks of the slot that are queued, held or not */
    void flush(long queued) {
        boolean roomForAll = queued <= maxQueuedHeld;
        for (int from = 0; from < touched.size(); from += AT_ONCE) {
            List<Held> some = touched.subList(from, Math.min(touched.size(), from + AT_ONCE));
            fetch(some);
            for (Held task : some) {
                if (task.dirty) {
                    byte[] bytes = codec.encode(task.row);
                    writes.add(TaskCodec.key(task.task()), bytes);
                    payloads.encoded(task.row, bytes);
                }
                task.touched = false;
                task.dirty = false;
                holdOrDrop(task, roomForAll);
            }
        }
        writes.write();
        touched.clear();
        last = null;
    }

    /** Has the processor fetch all that is going to be looked at of several tasks, in passes in which no step waits for the one before it. */
    private void fetch(List<Held> some) {
        long sum = 0;
        for (int i = 0; i < some.size(); i++) {
            sum += some.get(i).row.since() + some.get(i).task().low();
        }
        for (int i = 0; i < some.size(); i++) {
            TaskRow row = some.get(i).row;
            sum += row.ref().acceptedAt()
                    + row.digest().high()
                    + row.terms().estimateMicros()
                    + row.charges().countedMonth();
        }
        fetched = sum;
    }

    /** Visits every row; those that are to be held are. */
    void restore(BiConsumer<TaskRow, Timer> visitor) {
        rows.forEach((keyBytes, value) -> {
            TaskKey key = TaskCodec.key(keyBytes);
            TaskRow row = TaskCodec.decode(key, value, this::sharedRole);
            Held task = new Held(key, row);
            if (row.alarm() > 0) {
                held.put(task);
            }
            visitor.accept(row, task);
        });
    }

    private Held require(TaskKey key) {
        Held found = lookUp(key);
        if (found == null) {
            throw new IllegalStateException("Expected " + key + ", but there is none");
        }
        return found;
    }

    private @Nullable Held lookUp(TaskKey key) {
        Held found = findHeld(key);
        if (found != null) {
            return found;
        }
        byte[] value = rows.get(TaskCodec.key(key));
        if (value == null) {
            knownAbsent = key;
            return null;
        }
        return touch(hold(key, value));
    }

    private Held hold(TaskKey key, byte[] value) {
        Held read = new Held(key, TaskCodec.decode(key, value, this::sharedRole));
        held.put(read);
        return read;
    }

    private Held touch(Held task) {
        if (!task.touched) {
            task.touched = true;
            touched.add(task);
        }
        return task;
    }

    private void holdOrDrop(Held task, boolean roomForAll) {
        boolean queued = task.row.state() == TaskState.QUEUED;
        if (!queued) {
            dropPayload(task);
            if (task.countedAsQueued) {
                task.countedAsQueued = false;
                queuedHeld--;
            }
        }
        if (task.row.alarm() > 0 || task.countedAsQueued) {
            return;
        }
        if (queued && queuedHeld < maxQueuedHeld && roomForAll) {
            countAsQueued(task);
        } else {
            dropPayload(task);
            // Not whoever came under the same key since.
            held.removeSame(task);
        }
    }

    private void countAsQueued(Held task) {
        task.countedAsQueued = true;
        queuedHeld++;
    }

    private String sharedRole(String role) {
        return roles.computeIfAbsent(role, r -> r);
    }
}

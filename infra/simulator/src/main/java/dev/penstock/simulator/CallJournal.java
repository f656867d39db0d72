package dev.penstock.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest calls and live counts of all. Bounded by its capacity in calls and by the number of tenants. */
public final class CallJournal implements AutoCloseable {
    private final CallRecord[] ring;
    private final @Nullable JournalFile file;
    private final Map<String, CallStats.Count> tenants = new HashMap<>();
    private final Map<String, CallStats.Count> lanes = new HashMap<>();
    private CallStats.Count overall = CallStats.Count.NONE;
    private long lastId;
    private long forgottenUpTo;
    private long inputTokens;
    private long outputTokens;

    CallJournal(int capacity) {
        this(capacity, null);
    }

    private CallJournal(int capacity, @Nullable JournalFile file) {
        ring = new CallRecord[capacity];
        this.file = file;
    }

    /** One that goes on where the file ends, and is kept there. Counts and totals begin with this process. */
    static CallJournal in(Path path, int capacity) throws IOException {
        JournalFile file = JournalFile.open(path, capacity);
        CallJournal journal = new CallJournal(capacity, file);
        List<CallRecord> earlier = file.read();
        for (CallRecord call : earlier) {
            journal.ring[journal.index(call.id())] = call;
            journal.lastId = call.id();
        }
        journal.forgottenUpTo = earlier.isEmpty() ? 0 : earlier.getFirst().id() - 1;
        file.rewrite(earlier);
        return journal;
    }

    synchronized CallRecord begin(Caller caller, String provider, String model, boolean stream) {
        overall = overall.begun();
        tenants.merge(caller.tenant(), CallStats.Count.NONE.begun(), (old, one) -> old.begun());
        int lane = lanes.merge(
                        lane(caller.tenant(), caller.role()), CallStats.Count.NONE.begun(), (old, one) -> old.begun())
                .current();
        CallRecord call = new CallRecord(
                ++lastId,
                System.currentTimeMillis(),
                0,
                caller.tenant(),
                caller.role(),
                caller.task(),
                caller.attempt(),
                model,
                stream,
                lane,
                0,
                0,
                CallRecord.RUNNING,
                provider,
                CallRecord.tail(caller.apiKey()));
        put(call);
        return call;
    }

    synchronized void end(CallRecord call, int billedInput, int billedOutput, String outcome) {
        overall = overall.ended();
        tenants.computeIfPresent(call.tenant(), (tenant, count) -> count.ended());
        lanes.computeIfPresent(lane(call.tenant(), call.role()), (lane, count) -> count.ended());
        inputTokens += billedInput;
        outputTokens += billedOutput;
        if (call.id() > lastId - ring.length) {
            put(call.ended(System.currentTimeMillis(), billedInput, billedOutput, outcome));
        }
    }

    /** Up to {@code limit} calls that the journal still holds, in order of their ids, from the first above {@code id}. */
    public synchronized List<CallRecord> after(long id, int limit) {
        List<CallRecord> page = new ArrayList<>();
        for (long next = Math.max(id + 1, oldestId()); next <= lastId && page.size() < limit; next++) {
            page.add(ring[index(next)]);
        }
        return page;
    }

    /** All calls that the journal still holds. */
    public List<CallRecord> all() {
        return after(0, Integer.MAX_VALUE);
    }

    /** The id of the oldest call that it still holds; 1 above the latest's when it holds none. */
    public synchronized long oldestId() {
        return Math.max(forgottenUpTo + 1, lastId - ring.length + 1);
    }

    synchronized CallStats stats() {
        return new CallStats(overall, Map.copyOf(tenants), Map.copyOf(lanes), inputTokens, outputTokens);
    }

    /** Forgets past calls and restarts totals and maxima; what runs stays counted as running. */
    synchronized void reset() {
        forgottenUpTo = lastId;
        overall = overall.reset();
        tenants.values().removeIf(count -> count.current() == 0);
        lanes.values().removeIf(count -> count.current() == 0);
        tenants.replaceAll((tenant, count) -> count.reset());
        lanes.replaceAll((lane, count) -> count.reset());
        inputTokens = 0;
        outputTokens = 0;
        if (file != null) {
            try {
                file.rewrite(List.of());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot empty the journal", e);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void put(CallRecord call) {
        ring[index(call.id())] = call;
        if (file != null) {
            file.write(call, () -> after(0, ring.length));
        }
    }

    private int index(long id) {
        return (int) (id % ring.length);
    }

    private static String lane(String tenant, String role) {
        return tenant + "/" + role;
    }
}

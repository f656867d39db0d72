package dev.penstock.admission.index;

import dev.penstock.admission.Policy;
import dev.penstock.admission.row.TaskKey;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The dead tasks that may be replayed, in order of their ends. */
final class DeadLetters {
    private record Dead(TaskKey task, long endedAt) {}

    private final TreeMap<Long, Dead> byOrder = new TreeMap<>();

    int size() {
        return byOrder.size();
    }

    void add(TaskKey task, long order, long endedAt) {
        byOrder.put(order, new Dead(task, endedAt));
    }

    /** One that was dead is replayed. */
    void remove(long order) {
        if (byOrder.remove(order) == null) {
            throw new IllegalStateException("Expected a dead task of order " + order + ", but there is none");
        }
    }

    TaskKey first() {
        if (byOrder.isEmpty()) {
            throw new IllegalStateException("Expected a dead task, but there is none");
        }
        return byOrder.firstEntry().getValue().task();
    }

    void removeFirst() {
        byOrder.pollFirstEntry();
    }

    /** How many of the first {@code limit} need not be kept any longer. */
    int due(long now, Policy policy, int limit) {
        long least = policy.markerTtl().toMillis();
        long ttl = Math.max(least, policy.deadLetters().ttl().toMillis());
        int over = byOrder.size() - policy.deadLetters().max();
        int count = 0;
        for (Dead dead : byOrder.values()) {
            long age = now - dead.endedAt();
            if (count == limit || age < (count < over ? least : ttl)) {
                break;
            }
            count++;
        }
        return count;
    }

    void describe(Consumer<String> line) {
        byOrder.forEach((order, dead) -> line.accept("dead " + order + " " + dead.endedAt() + " " + dead.task()));
    }
}

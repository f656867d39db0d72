package dev.penstock.workers.attempt;

import java.util.LinkedHashSet;

/** The latest members only: over its capacity the eldest is forgotten. Safe for many threads. */
final class BoundedSet<T> {
    private final int capacity;
    private final LinkedHashSet<T> members = new LinkedHashSet<>();

    BoundedSet(int capacity) {
        this.capacity = capacity;
    }

    /** False when it is a member already. */
    synchronized boolean add(T member) {
        if (!members.add(member)) {
            return false;
        }
        if (members.size() > capacity) {
            members.removeFirst();
        }
        return true;
    }

    synchronized void remove(T member) {
        members.remove(member);
    }

    synchronized boolean contains(T member) {
        return members.contains(member);
    }

    synchronized int size() {
        return members.size();
    }
}

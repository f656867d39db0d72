package dev.penstock.simulation.world;

import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.simulation.workload.Fate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Attempts between their grant and their end, by number. Numbers are used again, so there are as many as are under way at once. */
final class Runs {
    private @Nullable TaskRef[] tasks = new TaskRef[1_024];
    private @Nullable Fate[] fates = new Fate[tasks.length];
    private int[] attempts = new int[tasks.length];
    private int[] slots = new int[tasks.length];
    private int[] roles = new int[tasks.length];
    private long[] startedAt = new long[tasks.length];
    private int[] unused = new int[tasks.length];
    private int unusedCount;
    private int made;

    int add(Granted granted, int slot, int role) {
        int run = unusedCount > 0 ? unused[--unusedCount] : make();
        tasks[run] = granted.task();
        fates[run] = null;
        attempts[run] = granted.attempt();
        slots[run] = slot;
        roles[run] = role;
        return run;
    }

    void remove(int run) {
        tasks[run] = null;
        unused[unusedCount++] = run;
    }

    void start(int run, Fate fate, long now) {
        fates[run] = fate;
        startedAt[run] = now;
    }

    TaskRef task(int run) {
        TaskRef task = tasks[run];
        if (task == null) {
            throw new IllegalStateException("Expected attempt " + run + " to be under way, but it is not");
        }
        return task;
    }

    /** Null until it is started. */
    @Nullable
    Fate fate(int run) {
        return fates[run];
    }

    int attempt(int run) {
        return attempts[run];
    }

    int slot(int run) {
        return slots[run];
    }

    int role(int run) {
        return roles[run];
    }

    long startedAt(int run) {
        return startedAt[run];
    }

    private int make() {
        if (made == tasks.length) {
            int larger = made * 2;
            tasks = Arrays.copyOf(tasks, larger);
            fates = Arrays.copyOf(fates, larger);
            attempts = Arrays.copyOf(attempts, larger);
            slots = Arrays.copyOf(slots, larger);
            roles = Arrays.copyOf(roles, larger);
            startedAt = Arrays.copyOf(startedAt, larger);
            unused = Arrays.copyOf(unused, larger);
        }
        return made++;
    }
}

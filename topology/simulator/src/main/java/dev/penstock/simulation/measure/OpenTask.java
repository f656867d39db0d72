package dev.penstock.simulation.measure;

import dev.penstock.admission.Event.TaskRef;

/** A task that was accepted and has not ended. */
public final class OpenTask {
    private final TaskRef task;
    private boolean everStarted;
    private boolean granted;
    private boolean running;
    private int attempt;
    private int startsOfAttempt;
    private long since;

    OpenTask(TaskRef task) {
        this.task = task;
    }

    OpenTask copy() {
        OpenTask copy = new OpenTask(task);
        copy.everStarted = everStarted;
        copy.granted = granted;
        copy.running = running;
        copy.attempt = attempt;
        copy.startsOfAttempt = startsOfAttempt;
        copy.since = since;
        return copy;
    }

    void granted(int ofAttempt, long now) {
        granted = true;
        if (ofAttempt != attempt) {
            attempt = ofAttempt;
            startsOfAttempt = 0;
        }
        since = now;
    }

    void started(long now) {
        everStarted = true;
        granted = false;
        running = true;
        startsOfAttempt++;
        since = now;
    }

    void handedBack() {
        granted = false;
        running = false;
    }

    public TaskRef task() {
        return task;
    }

    public boolean everStarted() {
        return everStarted;
    }

    /** Granted, but not started. */
    public boolean granted() {
        return granted;
    }

    public boolean running() {
        return running;
    }

    /** The attempt granted last, 0 for none. */
    public int attempt() {
        return attempt;
    }

    /** How often that attempt was started: more than once where it was handed back in between. */
    public int startsOfAttempt() {
        return startsOfAttempt;
    }

    /** How often an attempt was started, which may be a later one. */
    public int startsOf(int someAttempt) {
        return someAttempt == attempt ? startsOfAttempt : 0;
    }

    /** When it was granted or started, whichever came last, on the engine's clock. */
    public long since() {
        return since;
    }
}

package dev.penstock.chaos;

import java.util.Locale;

/** What happens to the first worker process, or to its tasks, while it is as busy as it gets. */
public enum WorkerFault {
    NONE,
    /** SIGKILL: its calls break off, and nobody says what they used. */
    KILL,
    /** SIGSTOP until its leases have ended, then SIGCONT: its late results must be refused. */
    PAUSE,
    /** SIGTERM: it hands back what it cannot end in time. */
    DRAIN,
    /** A part of its tasks are cancelled while their calls are under way. */
    CANCEL;

    /** As on the command line. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.penstock.simulator;

/** A call while it runs: what it has used so far, and its one end. Used by one thread alone: its handler's, or that of whoever took it over from it. */
final class Call {
    private final CallJournal journal;
    private final CallRecord record;
    private int inputTokens;
    private int outputTokens;
    private boolean ended;
    private boolean takenOver;

    Call(CallJournal journal, CallRecord record, int inputTokens) {
        this.journal = journal;
        this.record = record;
        this.inputTokens = inputTokens;
    }

    CallRecord record() {
        return record;
    }

    /** So many output tokens have been made in all. */
    void generated(int tokens) {
        outputTokens = tokens;
    }

    /** The provider charges nothing for it. */
    void unbilled() {
        inputTokens = 0;
        outputTokens = 0;
    }

    /** It goes on after its request, on another thread. */
    void takenOver() {
        takenOver = true;
    }

    boolean isTakenOver() {
        return takenOver;
    }

    /** Notes the end; the first counts. */
    void end(String outcome) {
        if (!ended) {
            ended = true;
            journal.end(record, inputTokens, outputTokens, outcome);
        }
    }
}

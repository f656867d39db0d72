package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.CampaignCounts;
import dev.penstock.admission.CampaignState;
import dev.penstock.admission.Event.CampaignProgressed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One tenant's campaigns as its events tell them. */
final class CampaignsModel {
    private final Map<String, CampaignCounts> running = new HashMap<>();
    private final Map<String, Long> runs = new HashMap<>();
    private final Set<String> cancelled = new HashSet<>();
    private long lastRun;

    /** Those of which something has happened since their progress was told. */
    private final Set<String> untold = new HashSet<>();

    boolean runs(String campaign) {
        return running.containsKey(campaign);
    }

    boolean cancelled(String campaign) {
        return cancelled.contains(campaign);
    }

    void cancel(String campaign) {
        require(runs(campaign) && cancelled.add(campaign), "campaign", "%s can't be cancelled", campaign);
        untold.add(campaign);
    }

    /** Whether the run of its campaign that the task counts in goes on. */
    boolean runsFor(TaskModel task) {
        return task.run > 0 && task.run == runs.getOrDefault(task.ref.campaign(), 0L);
    }

    /** A task counts from here on, in the run there is or in a new one. */
    void accepted(TaskModel task) {
        String campaign = task.ref.campaign();
        if (!runs(campaign)) {
            running.put(campaign, CampaignCounts.NONE);
            runs.put(campaign, ++lastRun);
        }
        task.run = runs.getOrDefault(campaign, 0L);
        change(task, c -> with(c, 1, 0, 0, 0, 0));
    }

    void revived(TaskModel task) {
        change(task, c -> with(c, 0, 0, -1, 0, 0));
    }

    void succeeded(TaskModel task) {
        change(task, c -> with(c, 0, 1, 0, 0, 0));
    }

    void failed(TaskModel task) {
        change(task, c -> with(c, 0, 0, 1, 0, 0));
    }

    void cancelled(TaskModel task) {
        change(task, c -> with(c, 0, 0, 0, 1, 0));
    }

    void charged(TaskModel task, long micros) {
        if (micros != 0) {
            change(task, c -> with(c, 0, 0, 0, 0, micros));
        }
    }

    private void change(TaskModel task, UnaryOperator<CampaignCounts> change) {
        if (runsFor(task)) {
            running.computeIfPresent(task.ref.campaign(), (name, counts) -> change.apply(counts));
            untold.add(task.ref.campaign());
        }
    }

    void told(CampaignProgressed e) {
        CampaignCounts counts = running.get(e.campaign());
        require(untold.remove(e.campaign()), "campaign", "nothing new of %s", e.campaign());
        require(e.counts().equals(counts), "campaign", "counts %s, and its tasks %s", e.counts(), counts);
        CampaignState state = CampaignState.RUNNING;
        if (e.counts().open() == 0) {
            boolean all = e.counts().succeeded() == e.counts().total();
            boolean stopped = cancelled.remove(e.campaign());
            state = stopped ? CampaignState.CANCELLED : all ? CampaignState.SUCCEEDED : CampaignState.FAILED;
            running.remove(e.campaign());
            runs.remove(e.campaign());
        }
        require(e.state() == state, "campaign", "%s is %s", e.campaign(), state);
    }

    /** All that has happened was told by the end of a command. */
    void requireTold() {
        require(untold.isEmpty(), "campaign", "not told: %s", untold);
    }

    void requireNoneRuns() {
        require(running.isEmpty(), "campaign", "still running: %s", running);
    }

    private static CampaignCounts with(
            CampaignCounts c, int total, int succeeded, int failed, int cancelled, long micros) {
        return new CampaignCounts(
                c.total() + total,
                c.succeeded() + succeeded,
                c.failed() + failed,
                c.cancelled() + cancelled,
                Math.max(0, c.costMicros() + micros));
    }
}

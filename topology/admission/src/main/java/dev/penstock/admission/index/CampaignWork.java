package dev.penstock.admission.index;

import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open tasks of each campaign, and which campaigns are to be cancelled. */
final class CampaignWork {
    private final Map<CampaignKey, TreeMap<Long, TaskKey>> open = new TreeMap<>();

    /** Cancelled ones that have open tasks. */
    private final TreeSet<CampaignKey> doomed = new TreeSet<>();

    private final TreeSet<CampaignKey> cancelled = new TreeSet<>();

    /** To be called after every change of a task. */
    void changed(@Nullable TaskRow before, TaskRow after) {
        if (!after.lineage().counts()) {
            return;
        }
        CampaignKey key = after.campaign();
        boolean wasOpen = before != null && !before.state().ended();
        boolean isOpen = !after.state().ended();
        if (isOpen == wasOpen) {
            return;
        }
        if (isOpen) {
            open.computeIfAbsent(key, k -> new TreeMap<>()).put(after.order(), after.key());
        } else if (before != null) {
            TreeMap<Long, TaskKey> tasks = open.getOrDefault(key, new TreeMap<>());
            tasks.remove(before.order());
            if (tasks.isEmpty()) {
                open.remove(key);
            }
        }
        settle(key);
    }

    void cancel(CampaignKey key) {
        cancelled.add(key);
        settle(key);
    }

    /** The campaign is over. */
    void forget(CampaignKey key) {
        cancelled.remove(key);
        settle(key);
    }

    /** An open task of a campaign that is to be cancelled, null for none. */
    @Nullable
    TaskKey nextDoomed() {
        if (doomed.isEmpty()) {
            return null;
        }
        TreeMap<Long, TaskKey> tasks = open.get(doomed.first());
        return tasks == null ? null : tasks.firstEntry().getValue();
    }

    private void settle(CampaignKey key) {
        if (cancelled.contains(key) && open.containsKey(key)) {
            doomed.add(key);
        } else {
            doomed.remove(key);
        }
    }

    void describe(Consumer<String> line) {
        open.forEach((key, tasks) ->
                line.accept("campaign " + key + (cancelled.contains(key) ? " to be cancelled " : " ") + tasks));
    }
}

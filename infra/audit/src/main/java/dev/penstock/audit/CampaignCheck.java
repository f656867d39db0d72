package dev.penstock.audit;

import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.Usage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * I25: a campaign's progress is the count of its tasks and the sum of what their attempts cost, told in the moment in which either changes, for the
 * last time when nothing of it is open; and once it is cancelled nothing of it is granted. Nothing is said of tenants whose log begins midway.
 */
final class CampaignCheck extends Check {
    /** A campaign from its first task to its last end. */
    private static final class Run {
        int total;
        int succeeded;
        int failed;
        int cancelled;
        long costMicros;
        boolean stopped;

        /** All that count in it: a campaign may run again under its name, and tasks of the run before are none of this one's. */
        final Set<String> tasks = new HashSet<>();

        String state() {
            if (total > succeeded + failed + cancelled) {
                return "running";
            }
            if (stopped) {
                return "cancelled";
            }
            return succeeded == total ? "succeeded" : "failed";
        }

        CampaignProgressed progress(String campaign) {
            return CampaignProgressed.newBuilder()
                    .setCampaign(campaign)
                    .setState(state())
                    .setTotal(total)
                    .setSucceeded(succeeded)
                    .setFailed(failed)
                    .setCancelled(cancelled)
                    .setCostMicros(costMicros)
                    .build();
        }

        void believe(CampaignProgressed told) {
            total = told.getTotal();
            succeeded = told.getSucceeded();
            failed = told.getFailed();
            cancelled = told.getCancelled();
            costMicros = told.getCostMicros();
        }
    }

    /** A tenant's campaigns. */
    private static final class Campaigns {
        final Map<String, Run> running = new HashMap<>();

        /** Those that have changed since they were told of, with the event that did it last. */
        final Map<String, LogEvent> untold = new TreeMap<>();

        @Nullable
        Run of(LogEvent e) {
            return running.get(e.event().getTask().getCampaign());
        }

        Run begunBy(LogEvent e) {
            return running.computeIfAbsent(e.event().getTask().getCampaign(), campaign -> new Run());
        }

        void changed(LogEvent e) {
            untold.put(e.event().getTask().getCampaign(), e);
        }
    }

    private final Map<String, Campaigns> tenants = new HashMap<>();

    private long over;

    CampaignCheck(AuditOptions options) {
        super(Invariant.I25, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (before.truncated) {
            return;
        }
        Campaigns campaigns = tenants.computeIfAbsent(e.tenant(), tenant -> new Campaigns());
        checkTold(campaigns, e);
        TaskView task = before.task(e.taskId());
        boolean counts = task != null && task.counts;
        switch (e.event().getKindCase()) {
            case ACCEPTED -> {
                if (e.event().getAccepted().getCounts()) {
                    Run run = campaigns.begunBy(e);
                    run.tasks.add(e.taskId());
                    run.total++;
                    campaigns.changed(e);
                }
            }
            case REPLAYED -> replayed(campaigns, e);
            case GRANTED -> {
                if (counts) {
                    checkGrant(campaigns, e);
                }
            }
            case RETRY_SCHEDULED, DEFERRED, SUCCEEDED, DEAD, CANCELLED, EXPIRED -> {
                if (counts) {
                    attemptEnded(campaigns, e);
                }
            }
            case RESULT_REJECTED -> settled(campaigns, e);
            case CAMPAIGN_CANCELLED -> stopped(campaigns, e);
            case CAMPAIGN_PROGRESSED -> progressed(campaigns, e);
            case REJECTED, DUPLICATE, CONFLICT, STARTED, RENEWED, QUEUED, CONFIGURED, KIND_NOT_SET -> {
                // No campaign changes with these.
            }
        }
    }

    /** All that the engine does at once bears one time. */
    private void checkTold(Campaigns campaigns, LogEvent e) {
        campaigns.untold.entrySet().removeIf(untold -> {
            boolean late = e.at() > untold.getValue().at();
            if (late) {
                findings.at(
                        untold.getValue(),
                        "campaign '" + untold.getKey() + "' changed with it, which was not told before " + e.at());
            }
            return late;
        });
    }

    private static void replayed(Campaigns campaigns, LogEvent e) {
        if (!e.event().getReplayed().getRecounts()) {
            return;
        }
        Run run = campaigns.begunBy(e);
        if (run.tasks.add(e.taskId())) {
            run.total++;
        } else {
            run.failed--;
        }
        campaigns.changed(e);
    }

    private void checkGrant(Campaigns campaigns, LogEvent e) {
        Run run = campaigns.of(e);
        examined++;
        if (run != null && run.stopped) {
            findings.at(e, "granted after its campaign '" + e.event().getTask().getCampaign() + "' was cancelled");
        }
    }

    private void attemptEnded(Campaigns campaigns, LogEvent e) {
        Run run = campaigns.of(e);
        boolean end = isEnd(e.event().getKindCase());
        if (run == null || !run.tasks.contains(e.taskId())) {
            if (end) {
                findings.at(e, "it counts in a campaign that has ended before it");
            }
            return;
        }
        long cost = cost(e.event());
        run.costMicros += cost;
        if (end) {
            ended(run, e);
        }
        if (end || cost != 0) {
            campaigns.changed(e);
        }
    }

    private static void ended(Run run, LogEvent e) {
        if (e.event().hasSucceeded()) {
            run.succeeded++;
        } else if (e.event().hasCancelled()) {
            run.cancelled++;
        } else {
            run.failed++;
        }
    }

    private static long cost(Event event) {
        return switch (event.getKindCase()) {
            case RETRY_SCHEDULED ->
                cost(
                        event.getRetryScheduled().getUsage(),
                        event.getRetryScheduled().getUnknownMicros());
            case DEFERRED -> event.getDeferred().getUsage().getCostMicros();
            case SUCCEEDED -> event.getSucceeded().getUsage().getCostMicros();
            case DEAD -> cost(event.getDead().getUsage(), event.getDead().getUnknownMicros());
            case CANCELLED -> event.getCancelled().getUnknownMicros();
            case EXPIRED -> event.getExpired().getUnknownMicros();
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    STARTED,
                    RENEWED,
                    QUEUED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> 0;
        };
    }

    private static long cost(Usage usage, long unknownMicros) {
        return usage.getCostMicros() + unknownMicros;
    }

    /** A late word on what an attempt has cost. */
    private static void settled(Campaigns campaigns, LogEvent e) {
        ResultRejected rejected = e.event().getResultRejected();
        Run run = campaigns.of(e);
        long change = rejected.getUsage().getCostMicros() - rejected.getSettledMicros();
        if (run != null && run.tasks.contains(e.taskId()) && change != 0) {
            run.costMicros += change;
            campaigns.changed(e);
        }
    }

    private void stopped(Campaigns campaigns, LogEvent e) {
        examined++;
        String campaign = e.event().getCampaignCancelled().getCampaign();
        Run run = campaigns.running.get(campaign);
        if (run == null || run.stopped) {
            findings.at(
                    e, "cancelled campaign '" + campaign + "', which " + (run == null ? "does not run" : "was before"));
            return;
        }
        run.stopped = true;
        campaigns.untold.put(campaign, e);
    }

    private void progressed(Campaigns campaigns, LogEvent e) {
        examined++;
        CampaignProgressed told = e.event().getCampaignProgressed();
        Run run = campaigns.running.get(told.getCampaign());
        if (run == null) {
            findings.at(e, "progress of campaign '" + told.getCampaign() + "', which does not run");
            return;
        }
        if (campaigns.untold.remove(told.getCampaign()) == null) {
            findings.at(e, "progress of campaign '" + told.getCampaign() + "', in which nothing has changed");
        }
        CampaignProgressed expected = run.progress(told.getCampaign());
        if (!told.equals(expected)) {
            findings.at(e, "campaign " + text(told) + " by the engine and " + text(expected) + " by its events");
            run.believe(told);
        }
        if (!told.getState().equals("running")) {
            over++;
            campaigns.running.remove(told.getCampaign());
        }
    }

    private static String text(CampaignProgressed p) {
        return "%s %s with %d+%d+%d of %d at %d µ$"
                .formatted(
                        p.getCampaign(),
                        p.getState(),
                        p.getSucceeded(),
                        p.getFailed(),
                        p.getCancelled(),
                        p.getTotal(),
                        p.getCostMicros());
    }

    @Override
    void atEnd(TenantView tenant) {
        Campaigns campaigns = tenants.get(tenant.name);
        if (campaigns != null) {
            campaigns.untold.forEach((campaign, e) ->
                    findings.at(e, "campaign '" + campaign + "' changed with it, which was never told"));
        }
    }

    @Override
    String note() {
        long open = tenants.values().stream()
                .mapToLong(campaigns -> campaigns.running.size())
                .sum();
        return over + open == 0 ? "" : "%,d campaigns ended, %,d run".formatted(over, open);
    }
}

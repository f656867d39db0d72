package dev.penstock.projections;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a task's events does to its row: fields that no event of the run touches are null or 0 and leave the row's as they are; usage,
 * replays and refusals add to the row's; an empty cause or message clears the row's; and once there is a replay in the run, its end is the row's,
 * so none clears it.
 */
final class TaskRunChange {
    private static final String REPLAY = "replay";

    /** The key of a row. */
    record Key(String tenant, String taskId, long acceptedAtMillis) {}

    final Key key;
    final String role;
    final String tier;
    final String campaign;

    @Nullable
    TaskRunState state;

    int attempt;
    int maxAttempts;

    @Nullable
    String labels;

    @Nullable
    Lineage lineage;

    long grantedAtMillis;
    long startedAtMillis;
    long endedAtMillis;

    @Nullable
    String workerId;

    @Nullable
    String cause;

    @Nullable
    String message;

    @Nullable
    String output;

    long inputTokens;
    long outputTokens;
    long costMicros;
    byte @Nullable [] requestHash;
    long estimateMicros;
    int replays;
    int replayRefusals;

    /** Why a replay was refused last; empty once there was one. */
    @Nullable
    String replayRefusal;

    long seq;
    long offset;

    /**
     * Where a task comes from, as its acceptance tells.
     *
     * @param plannerId null for one that was submitted
     * @param after task ids as an array of PostgreSQL's
     * @param counts whether it counts in its campaign's progress
     */
    record Lineage(@Nullable String plannerId, String name, String after, boolean counts) {
        static Lineage of(TaskAccepted accepted) {
            String planner = accepted.getPlannerId();
            return new Lineage(
                    planner.isEmpty() ? null : planner,
                    Texts.clean(accepted.getName()),
                    "{" + String.join(",", accepted.getAfterList()) + "}",
                    accepted.getCounts());
        }
    }

    TaskRunChange(Key key, TaskRef task) {
        this.key = key;
        this.role = Texts.clean(task.getRole());
        this.tier = tierName(task.getTier());
        this.campaign = Texts.clean(task.getCampaign());
    }

    /** Whether a row shows this kind of event. Renewals come often and change nothing that a row keeps, so they cost no write. */
    static boolean shows(Event event) {
        return switch (event.getKindCase()) {
            case ACCEPTED,
                    REJECTED,
                    GRANTED,
                    STARTED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    SUCCEEDED,
                    DEAD,
                    CANCELLED,
                    EXPIRED,
                    REPLAYED -> true;
            case RESULT_REJECTED -> event.getResultRejected().getSignal().equals(REPLAY);
            case DUPLICATE, CONFLICT, RENEWED, CONFIGURED, CAMPAIGN_CANCELLED, CAMPAIGN_PROGRESSED, KIND_NOT_SET ->
                false;
        };
    }

    /** Folds in the next of the task's events. */
    void apply(Event event, long eventOffset) {
        switch (event.getKindCase()) {
            case ACCEPTED -> {
                boolean waits = event.getAccepted().getNotBeforeMillis() > event.getAtMillis()
                        || event.getAccepted().getAfterCount() > 0;
                state = waits ? TaskRunState.WAITING : TaskRunState.QUEUED;
                maxAttempts = event.getAccepted().getMaxAttempts();
                labels = Texts.json(event.getAccepted().getLabelsMap());
                requestHash = event.getAccepted().getRequestHash().toByteArray();
                lineage = Lineage.of(event.getAccepted());
                estimateMicros = event.getAccepted().getEstimateMicros();
            }
            case REJECTED -> {
                end(TaskRunState.REJECTED, event);
                because(event.getRejected().getReason(), event.getRejected().getMessage());
            }
            case GRANTED -> {
                state = TaskRunState.GRANTED;
                attempt = event.getGranted().getAttempt();
                grantedAtMillis = first(grantedAtMillis, event);
            }
            case STARTED -> {
                state = TaskRunState.RUNNING;
                attempt = event.getStarted().getAttempt();
                startedAtMillis = first(startedAtMillis, event);
                workerId = Texts.clean(event.getStarted().getWorkerId());
            }
            case RETRY_SCHEDULED -> {
                state = TaskRunState.WAITING;
                attempt = event.getRetryScheduled().getAttempt();
                because(
                        event.getRetryScheduled().getCause(),
                        event.getRetryScheduled().getMessage());
                use(event.getRetryScheduled().getUsage());
            }
            case DEFERRED -> {
                state = TaskRunState.WAITING;
                attempt = event.getDeferred().getAttempt();
                because(event.getDeferred().getReason(), "");
                use(event.getDeferred().getUsage());
            }
            case QUEUED -> state = TaskRunState.QUEUED;
            case REPLAYED -> {
                state = TaskRunState.QUEUED;
                maxAttempts = event.getReplayed().getMaxAttempts();
                endedAtMillis = 0;
                replays++;
                replayRefusal = "";
            }
            case RESULT_REJECTED -> {
                replayRefusals++;
                replayRefusal = Texts.clean(event.getResultRejected().getMessage());
            }
            case SUCCEEDED -> {
                end(TaskRunState.SUCCEEDED, event);
                attempt = event.getSucceeded().getAttempt();
                output = Texts.clean(event.getSucceeded().getOutput());
                because("", "");
                use(event.getSucceeded().getUsage());
            }
            case DEAD -> {
                end(TaskRunState.DEAD, event);
                attempt = event.getDead().getAttempt();
                because(event.getDead().getCause(), event.getDead().getMessage());
                use(event.getDead().getUsage());
            }
            case CANCELLED -> {
                end(TaskRunState.CANCELLED, event);
                because(event.getCancelled().getReason(), "");
            }
            case EXPIRED -> {
                end(TaskRunState.EXPIRED, event);
                because(event.getExpired().getReason(), "");
            }
            case DUPLICATE, CONFLICT, RENEWED, CONFIGURED, CAMPAIGN_CANCELLED, CAMPAIGN_PROGRESSED, KIND_NOT_SET ->
                throw new IllegalArgumentException("Not shown: " + event.getKindCase());
        }
        seq = event.getSeq();
        offset = eventOffset;
    }

    /** As written: empty clears the cause of the row that is there; a run that begins with the task has none there to clear. */
    @Nullable
    String cause() {
        return written(cause);
    }

    /** As {@link #cause()}. */
    @Nullable
    String message() {
        return written(message);
    }

    /** Empty for a run that says nothing of it: then the row must be there. */
    String state() {
        return state == null ? "" : state.name();
    }

    private @Nullable String written(@Nullable String text) {
        boolean first = labels != null || state == TaskRunState.REJECTED;
        return first && text != null && text.isEmpty() ? null : text;
    }

    private void end(TaskRunState terminal, Event event) {
        state = terminal;
        endedAtMillis = Times.bounded(event.getAtMillis());
    }

    private void because(String newCause, String newMessage) {
        cause = Texts.clean(newCause);
        message = Texts.clean(newMessage);
    }

    private void use(Usage usage) {
        inputTokens += usage.getInputTokens();
        outputTokens += usage.getOutputTokens();
        costMicros += usage.getCostMicros();
    }

    private static long first(long sofar, Event event) {
        return sofar != 0 ? sofar : Times.bounded(event.getAtMillis());
    }

    private static String tierName(Tier tier) {
        return switch (tier) {
            case TIER_URGENT, TIER_NORMAL, TIER_BATCH -> Topics.tierName(tier);
            case TIER_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }
}

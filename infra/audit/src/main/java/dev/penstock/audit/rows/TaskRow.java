package dev.penstock.audit.rows;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of a task, event by event: {@code granted_at} and {@code started_at} are those of its first attempt, cause and message of the last, usage of all. */
final class TaskRow extends Row {
    private static final String REPLAY = "replay";

    private final String role;
    private final String tier;
    private final String campaign;
    private String state = "";
    private int attempt;
    private int maxAttempts;
    private String labels = "";
    private long grantedAt;
    private long startedAt;
    private long endedAt;
    private @Nullable String worker;
    private @Nullable String cause;
    private @Nullable String message;
    private @Nullable String output;
    private long inputTokens;
    private long outputTokens;
    private long costMicros;
    private @Nullable String requestHash;
    private long estimateMicros;
    private int replays;
    private int replayRefusals;
    private @Nullable String replayRefusal;
    private long seq;
    private @Nullable String planner;
    private String name = "";
    private List<String> after = List.of();
    private boolean counts;

    TaskRow(TaskRef task) {
        role = Columns.clean(task.getRole());
        boolean known = task.getTier() != Tier.TIER_UNSPECIFIED && task.getTier() != Tier.UNRECOGNIZED;
        tier = known ? Topics.tierName(task.getTier()) : "unknown";
        campaign = Columns.clean(task.getCampaign());
    }

    /** Whether a row tells of this kind of event. */
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

    void apply(Event e) {
        switch (e.getKindCase()) {
            case ACCEPTED -> accepted(e.getAccepted(), e.getAtMillis());
            case REJECTED -> {
                begun = true;
                ended("REJECTED", e);
                because(e.getRejected().getReason(), e.getRejected().getMessage());
            }
            case GRANTED -> {
                state = "GRANTED";
                attempt(e.getGranted().getAttempt());
                grantedAt = grantedAt == 0 ? Columns.bounded(e.getAtMillis()) : grantedAt;
            }
            case STARTED -> {
                state = "RUNNING";
                attempt(e.getStarted().getAttempt());
                startedAt = startedAt == 0 ? Columns.bounded(e.getAtMillis()) : startedAt;
                worker = Columns.clean(e.getStarted().getWorkerId());
            }
            case RETRY_SCHEDULED -> {
                var retry = e.getRetryScheduled();
                attemptEnded("WAITING", retry.getAttempt(), retry.getCause(), retry.getMessage(), retry.getUsage());
            }
            case DEFERRED -> {
                var deferred = e.getDeferred();
                attemptEnded("WAITING", deferred.getAttempt(), deferred.getReason(), "", deferred.getUsage());
            }
            case QUEUED -> state = "QUEUED";
            case REPLAYED -> {
                state = "QUEUED";
                int most = e.getReplayed().getMaxAttempts();
                maxAttempts = most == 0 ? maxAttempts : most;
                endedAt = 0;
                replays++;
                replayRefusal = null;
            }
            case RESULT_REJECTED -> {
                replayRefusals++;
                String why = e.getResultRejected().getMessage();
                replayRefusal = why.isEmpty() ? replayRefusal : Columns.clean(why);
            }
            case SUCCEEDED -> {
                var succeeded = e.getSucceeded();
                attemptEnded("SUCCEEDED", succeeded.getAttempt(), "", "", succeeded.getUsage());
                output = Columns.cut(Columns.clean(succeeded.getOutput()));
                ended("SUCCEEDED", e);
            }
            case DEAD -> {
                var dead = e.getDead();
                attemptEnded("DEAD", dead.getAttempt(), dead.getCause(), dead.getMessage(), dead.getUsage());
                ended("DEAD", e);
            }
            case CANCELLED -> {
                ended("CANCELLED", e);
                because(e.getCancelled().getReason(), "");
            }
            case EXPIRED -> {
                ended("EXPIRED", e);
                because(e.getExpired().getReason(), "");
            }
            case DUPLICATE, CONFLICT, RENEWED, CONFIGURED, CAMPAIGN_CANCELLED, CAMPAIGN_PROGRESSED, KIND_NOT_SET ->
                throw new IllegalArgumentException("Expected an event that rows show, not " + e.getKindCase());
        }
        seq = e.getSeq();
    }

    private void accepted(TaskAccepted accepted, long at) {
        begun = true;
        state = accepted.getNotBeforeMillis() > at || accepted.getAfterCount() > 0 ? "WAITING" : "QUEUED";
        maxAttempts = accepted.getMaxAttempts();
        labels = Columns.cut(Columns.labels(accepted.getLabelsMap()));
        requestHash = HexFormat.of().formatHex(accepted.getRequestHash().toByteArray());
        estimateMicros = accepted.getEstimateMicros();
        planner = accepted.getPlannerId().isEmpty() ? null : TaskTable.canonical(accepted.getPlannerId());
        name = Columns.clean(accepted.getName());
        after = List.copyOf(accepted.getAfterList());
        counts = accepted.getCounts();
    }

    private void attempt(int number) {
        attempt = Math.max(attempt, number);
    }

    private void attemptEnded(String to, int number, String newCause, String newMessage, Usage usage) {
        state = to;
        attempt(number);
        because(newCause, newMessage);
        inputTokens += usage.getInputTokens();
        outputTokens += usage.getOutputTokens();
        costMicros += usage.getCostMicros();
    }

    private void ended(String how, Event e) {
        state = how;
        endedAt = Columns.bounded(e.getAtMillis());
    }

    private void because(String newCause, String newMessage) {
        cause = newCause.isEmpty() ? null : Columns.clean(newCause);
        message = newMessage.isEmpty() ? null : Columns.cut(Columns.clean(newMessage));
    }

    @Override
    Columns columns() {
        return new Columns()
                .text("role", role)
                .text("tier", tier)
                .text("campaign", campaign)
                .text("state", state)
                .number("attempt", attempt)
                .number("max_attempts", maxAttempts)
                .kept("labels", labels)
                .time("granted_at", grantedAt)
                .time("started_at", startedAt)
                .time("ended_at", endedAt)
                .text("worker_id", worker)
                .text("cause", cause)
                .kept("message", message)
                .kept("output", output)
                .number("input_tokens", inputTokens)
                .number("output_tokens", outputTokens)
                .number("cost_micros", costMicros)
                .text("request_hash", requestHash)
                .number("estimate_micros", estimateMicros)
                .number("replays", replays)
                .number("replay_refusals", replayRefusals)
                .text("replay_refusal", replayRefusal)
                .number("event_seq", seq)
                .number("event_offset", offset)
                .text("planner_id", planner)
                .text("name", name)
                .text("after", String.join(",", after))
                .text("counts", Boolean.toString(counts));
    }
}

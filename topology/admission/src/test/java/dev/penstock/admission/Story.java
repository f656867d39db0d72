package dev.penstock.admission;

import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.CampaignCancelled;
import dev.penstock.admission.Event.CampaignProgressed;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.DeadForgotten;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Expired;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.Replayed;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.RoleConfigured;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.Event.TaskEvent;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;

/** Events as short lines for people, such as {@code granted a#1}; and as whole text, in which nothing is left out. */
public final class Story {
    private Story() {}

    /** @param name what the reader calls a task */
    public static String line(Event event, Function<UUID, String> name) {
        String task = event instanceof TaskEvent e ? name.apply(e.task().taskId()) : "";
        return switch (event) {
            case Accepted _ -> "accepted " + task;
            case Rejected e -> "rejected " + task + ": " + e.reason();
            case Duplicate _ -> "duplicate " + task;
            case Conflict _ -> "conflict " + task;
            case Granted e -> "granted " + task + "#" + e.attempt();
            case Started e -> "started " + task + "#" + e.attempt() + " by " + e.workerId();
            case Renewed e -> "renewed " + task + "#" + e.attempt();
            case RetryScheduled e -> "retry after " + task + "#" + e.attempt() + ": " + e.cause();
            case Deferred e -> "deferred " + task + "#" + e.attempt() + ": " + e.reason();
            case Requeued _ -> "requeued " + task;
            case Replayed e -> "replayed " + task + " for #" + e.attempt();
            case Succeeded e -> "succeeded " + task + "#" + e.attempt();
            case Dead e -> "dead " + task + "#" + e.attempt() + ": " + e.cause();
            case Cancelled e -> "cancelled " + task + "#" + e.attempt() + ": " + e.reason();
            case Expired e -> "expired " + task + ": " + e.reason();
            case ResultRejected e -> "refused " + e.signal() + " of " + task + "#" + e.attempt();
            case CampaignCancelled e -> "campaign " + e.campaign() + " to be cancelled: " + e.reason();
            case CampaignProgressed e ->
                "campaign " + e.campaign() + " " + e.state() + ": " + e.counts().succeeded() + "+"
                        + e.counts().failed() + "+" + e.counts().cancelled() + " of "
                        + e.counts().total();
            case Configured e -> "configured " + e.tenant() + " v" + e.config().version();
            case RoleConfigured e ->
                "role " + e.config().role() + " v" + e.config().version();
            case ClockAdvanced e -> "clock " + e.now();
            case MarkersForgotten e -> "forgot " + e.count();
            case DeadForgotten e -> "forgot " + e.count() + " dead";
        };
    }

    /** The whole event. Two events are the same exactly when their texts are. */
    public static String text(Event event) {
        return event instanceof Accepted e
                ? new Accepted(
                                        e.seq(),
                                        e.task(),
                                        e.source(),
                                        e.digest(),
                                        e.maxAttempts(),
                                        e.labels(),
                                        new byte[0],
                                        e.options(),
                                        e.origin(),
                                        e.counts())
                                .toString()
                                .replaceFirst("payload=[^,]*", "")
                        + HexFormat.of().formatHex(e.payload())
                : event.toString();
    }
}

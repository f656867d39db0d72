package dev.penstock.projections;

import com.google.protobuf.ByteString;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LeaseRenewed;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.RetryScheduled;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskCancelled;
import dev.penstock.schemas.v1.TaskDead;
import dev.penstock.schemas.v1.TaskDeferred;
import dev.penstock.schemas.v1.TaskExpired;
import dev.penstock.schemas.v1.TaskGranted;
import dev.penstock.schemas.v1.TaskQueued;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskRejected;
import dev.penstock.schemas.v1.TaskReplayed;
import dev.penstock.schemas.v1.TaskStarted;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/** What happens to one task, told as events a second apart. */
final class Story {
    private final String tenant;
    private final TaskRef task;
    private final List<Event> events = new ArrayList<>();
    private long now;
    private long seq;

    Story(String tenant, long acceptedAtMillis) {
        this(tenant, UUID.randomUUID(), acceptedAtMillis);
    }

    Story(String tenant, UUID taskId, long acceptedAtMillis) {
        this.tenant = tenant;
        this.now = acceptedAtMillis;
        this.task = TaskRef.newBuilder()
                .setTaskId(taskId.toString())
                .setRole("copywriter")
                .setTier(Tier.TIER_NORMAL)
                .setAcceptedAtMillis(acceptedAtMillis)
                .setCampaign("spring")
                .build();
    }

    static Usage usage(long input, long output, long cost) {
        return Usage.newBuilder()
                .setInputTokens(input)
                .setOutputTokens(output)
                .setCostMicros(cost)
                .build();
    }

    /** A task's whole life, drawn from {@code random}. */
    static List<Event> random(String tenant, long acceptedAtMillis, Random random) {
        Story story = new Story(tenant, new UUID(random.nextLong(), random.nextLong()), acceptedAtMillis);
        if (random.nextInt(10) == 0) {
            return story.rejected("backlog_full").events();
        }
        story.accepted();
        int attempts = 1 + random.nextInt(3);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            if (random.nextInt(8) == 0) {
                return story.cancelled("by the producer").events();
            }
            story.granted(attempt);
            if (random.nextInt(5) == 0) {
                story.deferred(attempt).queued().granted(attempt);
            }
            story.started(attempt, "worker-" + random.nextInt(3));
            for (int i = random.nextInt(3); i > 0; i--) {
                story.renewed(attempt);
            }
            Usage used = usage(random.nextInt(1_000), random.nextInt(1_000), random.nextInt(10_000));
            if (attempt < attempts) {
                story.retry(attempt, "provider_error", used).queued();
            } else if (random.nextInt(4) == 0) {
                story.dead(attempt, "timeout", used);
                if (random.nextInt(3) == 0) {
                    story.replayRefused("Tenant acme takes in nothing until it is opened again");
                }
                if (random.nextBoolean()) {
                    story.replayed(attempt + 1, attempt + 3).replayRefused("Expected a dead task, but it is QUEUED");
                    story.granted(attempt + 1).started(attempt + 1, "worker-9");
                    if (random.nextBoolean()) {
                        story.succeeded(attempt + 1, "At last", used);
                    }
                }
            } else {
                story.succeeded(attempt, "Text\0 of " + random.nextInt(), used);
            }
        }
        return story.events();
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    UUID taskId() {
        return UUID.fromString(task.getTaskId());
    }

    Story accepted() {
        return happens(e -> e.setAccepted(TaskAccepted.newBuilder()
                .setMaxAttempts(3)
                .setRequestHash(ByteString.copyFromUtf8("hash"))
                .setEstimateMicros(400)
                .putLabels("team", "a\"b")));
    }

    Story acceptedForLater() {
        return happens(e -> e.setAccepted(
                TaskAccepted.newBuilder().setMaxAttempts(3).setNotBeforeMillis(e.getAtMillis() + 60_000)));
    }

    Story rejected(String reason) {
        return happens(
                e -> e.setRejected(TaskRejected.newBuilder().setReason(reason).setMessage("No room")));
    }

    Story granted(int attempt) {
        return happens(e -> e.setGranted(TaskGranted.newBuilder().setAttempt(attempt)));
    }

    Story started(int attempt, String worker) {
        return happens(
                e -> e.setStarted(TaskStarted.newBuilder().setAttempt(attempt).setWorkerId(worker)));
    }

    Story renewed(int attempt) {
        return happens(e -> e.setRenewed(LeaseRenewed.newBuilder().setAttempt(attempt)));
    }

    Story retry(int attempt, String cause, Usage usage) {
        return happens(e -> e.setRetryScheduled(RetryScheduled.newBuilder()
                .setAttempt(attempt)
                .setCause(cause)
                .setMessage("again")
                .setUsage(usage)));
    }

    Story deferred(int attempt) {
        return happens(
                e -> e.setDeferred(TaskDeferred.newBuilder().setAttempt(attempt).setReason("rate_limited")));
    }

    Story queued() {
        return happens(e -> e.setQueued(TaskQueued.getDefaultInstance()));
    }

    Story succeeded(int attempt, String output, Usage usage) {
        return happens(e -> e.setSucceeded(
                TaskSucceeded.newBuilder().setAttempt(attempt).setOutput(output).setUsage(usage)));
    }

    Story dead(int attempt, String cause, Usage usage) {
        return happens(e -> e.setDead(TaskDead.newBuilder()
                .setAttempt(attempt)
                .setCause(cause)
                .setMessage("gave up")
                .setUsage(usage)));
    }

    Story replayed(int attempt, int maxAttempts) {
        return happens(
                e -> e.setReplayed(TaskReplayed.newBuilder().setAttempt(attempt).setMaxAttempts(maxAttempts)));
    }

    Story replayRefused(String message) {
        return happens(e -> e.setResultRejected(
                ResultRejected.newBuilder().setSignal("replay").setMessage(message)));
    }

    Story cancelled(String reason) {
        return happens(e -> e.setCancelled(TaskCancelled.newBuilder().setReason(reason)));
    }

    Story expired(String reason) {
        return happens(e -> e.setExpired(TaskExpired.newBuilder().setReason(reason)));
    }

    private Story happens(Consumer<Event.Builder> what) {
        Event.Builder event = Event.newBuilder()
                .setTenant(tenant)
                .setSeq(++seq)
                .setAtMillis(now)
                .setTask(task);
        what.accept(event);
        events.add(event.build());
        now += 1_000;
        return this;
    }
}

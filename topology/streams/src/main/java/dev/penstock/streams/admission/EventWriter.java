package dev.penstock.streams.admission;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Event;
import dev.penstock.admission.Progress;
import dev.penstock.admission.Usage;
import dev.penstock.schemas.v1.CampaignCancelled;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.LeaseRenewed;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.RetryScheduled;
import dev.penstock.schemas.v1.Source;
import dev.penstock.schemas.v1.SubmissionConflict;
import dev.penstock.schemas.v1.SubmissionDuplicate;
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
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;

/** Writes the core's events in the form of the contract. */
public final class EventWriter {
    private EventWriter() {}

    /** @param atMillis the engine's clock, milliseconds since 1970-01-01T00:00Z */
    public static dev.penstock.schemas.v1.Event write(Event.TenantEvent event, long atMillis) {
        var proto = dev.penstock.schemas.v1.Event.newBuilder()
                .setTenant(event.tenant())
                .setSeq(event.seq())
                .setAtMillis(atMillis);
        return switch (event) {
            case Event.Configured e ->
                proto.setConfigured(TenantConfigs.toEvent(e.config())).build();
            case Event.CampaignCancelled e ->
                proto.setCampaignCancelled(CampaignCancelled.newBuilder()
                                .setCampaign(e.campaign())
                                .setReason(e.reason()))
                        .build();
            case Event.CampaignProgressed e ->
                proto.setCampaignProgressed(CampaignProgressed.newBuilder()
                                .setCampaign(e.campaign())
                                .setState(e.state().name().toLowerCase(Locale.ROOT))
                                .setTotal(e.counts().total())
                                .setSucceeded(e.counts().succeeded())
                                .setFailed(e.counts().failed())
                                .setCancelled(e.counts().cancelled())
                                .setCostMicros(e.counts().costMicros()))
                        .build();
            case Event.TaskEvent e -> write(proto.setTask(task(e.task())), e).build();
        };
    }

    private static dev.penstock.schemas.v1.Event.Builder write(
            dev.penstock.schemas.v1.Event.Builder proto, Event.TaskEvent event) {
        return switch (event) {
            case Event.Accepted e -> proto.setAccepted(accepted(e));
            case Event.Rejected e -> proto.setRejected(rejected(e));
            case Event.Duplicate e -> proto.setDuplicate(duplicate(e));
            case Event.Conflict e -> proto.setConflict(conflict(e));
            case Event.Granted e ->
                proto.setGranted(TaskGranted.newBuilder()
                        .setAttempt(e.attempt())
                        .setConfigVersion(e.configVersion())
                        .setCap(e.cap())
                        .setLive(e.live())
                        .setStartByMillis(e.startBy())
                        .setReservedMicros(e.reservedMicros()));
            case Event.Started e ->
                proto.setStarted(TaskStarted.newBuilder()
                        .setAttempt(e.attempt())
                        .setWorkerId(e.workerId())
                        .setLeaseUntilMillis(e.leaseUntil())
                        .setDispatchWaitMillis(e.waitedMillis()));
            case Event.Renewed e -> proto.setRenewed(renewed(e));
            case Event.RetryScheduled e -> proto.setRetryScheduled(retry(e));
            case Event.Deferred e -> proto.setDeferred(deferred(e));
            case Event.Requeued e -> proto.setQueued(TaskQueued.getDefaultInstance());
            case Event.Replayed e ->
                proto.setReplayed(TaskReplayed.newBuilder()
                        .setAttempt(e.attempt())
                        .setMaxAttempts(e.maxAttempts())
                        .setReason(e.reason())
                        .setRecounts(e.recounts()));
            case Event.Succeeded e ->
                proto.setSucceeded(TaskSucceeded.newBuilder()
                        .setAttempt(e.attempt())
                        .setOutput(e.output())
                        .setUsage(usage(e.usage())));
            case Event.Dead e ->
                proto.setDead(TaskDead.newBuilder()
                        .setAttempt(e.attempt())
                        .setCause(e.cause())
                        .setMessage(e.message())
                        .setUsage(usage(e.usage()))
                        .setUnknownMicros(e.unknownMicros()));
            case Event.Cancelled e ->
                proto.setCancelled(TaskCancelled.newBuilder()
                        .setReason(e.reason())
                        .setAttempt(e.attempt())
                        .setUnknownMicros(e.unknownMicros()));
            case Event.Expired e ->
                proto.setExpired(TaskExpired.newBuilder()
                        .setReason(e.reason())
                        .setAttempt(e.attempt())
                        .setUnknownMicros(e.unknownMicros()));
            case Event.ResultRejected e -> proto.setResultRejected(resultRejected(e));
        };
    }

    private static TaskRef.Builder task(Event.TaskRef task) {
        return TaskRef.newBuilder()
                .setTaskId(task.taskId().toString())
                .setRole(task.role())
                .setTier(Tiers.toProto(task.tier()))
                .setAcceptedAtMillis(task.acceptedAt())
                .setCampaign(task.campaign());
    }

    private static TaskAccepted.Builder accepted(Event.Accepted e) {
        var proto = TaskAccepted.newBuilder()
                .setRequestHash(bytes(e.digest()))
                .setMaxAttempts(e.maxAttempts())
                .putAllLabels(e.labels())
                .setEstimateMicros(e.options().estimateMicros())
                .setNotBeforeMillis(e.options().notBefore())
                .setStartWithinMillis(e.options().startWithinMillis())
                .setAttemptTimeoutMillis(e.options().attemptTimeoutMillis())
                .setEndWithinMillis(e.options().endWithinMillis())
                .setName(e.origin().name())
                .setDepth(e.origin().depth())
                .setCounts(e.counts());
        UUID planner = e.origin().planner();
        if (planner != null) {
            proto.setPlannerId(planner.toString());
        }
        e.origin().after().forEach(parent -> proto.addAfter(parent.toString()));
        return e.source() == null ? proto : proto.setSource(source(e.source()));
    }

    private static TaskRejected.Builder rejected(Event.Rejected e) {
        var proto = TaskRejected.newBuilder()
                .setReason(e.reason().name().toLowerCase(Locale.ROOT))
                .setMessage(e.message());
        return e.source() == null ? proto : proto.setSource(source(e.source()));
    }

    private static SubmissionDuplicate.Builder duplicate(Event.Duplicate e) {
        var proto = SubmissionDuplicate.newBuilder();
        return e.source() == null ? proto : proto.setSource(source(e.source()));
    }

    private static SubmissionConflict.Builder conflict(Event.Conflict e) {
        var proto = SubmissionConflict.newBuilder().setMessage(e.message());
        return e.source() == null ? proto : proto.setSource(source(e.source()));
    }

    private static LeaseRenewed.Builder renewed(Event.Renewed e) {
        var proto = LeaseRenewed.newBuilder().setAttempt(e.attempt()).setLeaseUntilMillis(e.leaseUntil());
        Progress progress = e.progress();
        return progress == null
                ? proto
                : proto.setProgress(dev.penstock.schemas.v1.Progress.newBuilder()
                        .setKind(progress.kind())
                        .setMessage(progress.message())
                        .setFrom(progress.from())
                        .setTo(progress.to()));
    }

    private static TaskDeferred.Builder deferred(Event.Deferred e) {
        var proto = TaskDeferred.newBuilder()
                .setAttempt(e.attempt())
                .setReason(e.reason())
                .setNotBeforeMillis(e.notBefore());
        return e.usage().equals(Usage.NONE) ? proto : proto.setUsage(usage(e.usage()));
    }

    private static RetryScheduled.Builder retry(Event.RetryScheduled e) {
        return RetryScheduled.newBuilder()
                .setAttempt(e.attempt())
                .setCause(e.cause())
                .setMessage(e.message())
                .setNotBeforeMillis(e.notBefore())
                .setUsage(usage(e.usage()))
                .setUnknownMicros(e.unknownMicros());
    }

    private static ResultRejected.Builder resultRejected(Event.ResultRejected e) {
        var proto = ResultRejected.newBuilder()
                .setAttempt(e.attempt())
                .setSignal(e.signal().name().toLowerCase(Locale.ROOT))
                .setMessage(e.message())
                .setWorkerId(e.workerId());
        boolean tells = e.settledMicros() != 0 || !e.usage().equals(Usage.NONE);
        return tells ? proto.setUsage(usage(e.usage())).setSettledMicros(e.settledMicros()) : proto;
    }

    private static Source source(dev.penstock.admission.Source source) {
        return Source.newBuilder()
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .build();
    }

    private static dev.penstock.schemas.v1.Usage usage(Usage usage) {
        return dev.penstock.schemas.v1.Usage.newBuilder()
                .setInputTokens(usage.inputTokens())
                .setOutputTokens(usage.outputTokens())
                .setCostMicros(usage.costMicros())
                .build();
    }

    private static ByteString bytes(Digest digest) {
        return UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(digest.high())
                .putLong(digest.low())
                .flip());
    }
}

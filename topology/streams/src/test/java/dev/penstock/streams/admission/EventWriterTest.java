package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Bounds;
import dev.penstock.admission.CampaignCounts;
import dev.penstock.admission.CampaignState;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Event;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Origin;
import dev.penstock.admission.Progress;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Signal;
import dev.penstock.admission.Source;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.SubmitTask;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventWriterTest {
    private static final UUID ID = UUID.fromString("00000000-0000-8000-8000-000000000001");
    private static final Event.TaskRef TASK = new Event.TaskRef("acme", ID, "copywriter", Tier.BATCH, 5, "spring");
    private static final Source SOURCE = new Source("penstock.tasks.copywriter.batch", 1, 77);
    private static final Usage USAGE = new Usage(1, 2, 3);
    private static final TaskOptions OPTIONS = new TaskOptions(700, 800, 900, 1_000, 1_100);

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        KindCase.ACCEPTED,
                        new Event.Accepted(
                                9,
                                TASK,
                                SOURCE,
                                new Digest(1, 2),
                                3,
                                Map.of("a", "b"),
                                new byte[0],
                                OPTIONS,
                                Origin.SUBMITTED,
                                false)),
                Arguments.of(
                        KindCase.REJECTED, new Event.Rejected(9, TASK, null, RejectionReason.BACKLOG_FULL, "full")),
                Arguments.of(KindCase.DUPLICATE, new Event.Duplicate(9, TASK, SOURCE)),
                Arguments.of(KindCase.CONFLICT, new Event.Conflict(9, TASK, null, "differs")),
                Arguments.of(KindCase.GRANTED, new Event.Granted(9, TASK, 1, 4, 5, 1, 99, "", 700)),
                Arguments.of(KindCase.STARTED, new Event.Started(9, TASK, 1, "w", 99, 12)),
                Arguments.of(KindCase.RENEWED, new Event.Renewed(9, TASK, 1, 99, null)),
                Arguments.of(
                        KindCase.RENEWED,
                        new Event.Renewed(9, TASK, 1, 99, new Progress("routed", "slow", "anthropic/a", "openai/b"))),
                Arguments.of(
                        KindCase.RETRY_SCHEDULED,
                        new Event.RetryScheduled(9, TASK, 1, "timeout", "slow", 99, USAGE, 0)),
                Arguments.of(KindCase.DEFERRED, new Event.Deferred(9, TASK, 1, "draining", 99, USAGE)),
                Arguments.of(KindCase.REPLAYED, new Event.Replayed(9, TASK, 4, 6, "again", true)),
                Arguments.of(KindCase.QUEUED, new Event.Requeued(9, TASK)),
                Arguments.of(KindCase.SUCCEEDED, new Event.Succeeded(9, TASK, 1, "done", USAGE)),
                Arguments.of(KindCase.DEAD, new Event.Dead(9, TASK, 3, "timeout", "slow", USAGE, 0)),
                Arguments.of(KindCase.CANCELLED, new Event.Cancelled(9, TASK, 0, "enough", 0)),
                Arguments.of(KindCase.EXPIRED, new Event.Expired(9, TASK, 1, "not_ended_in_time", 700)),
                Arguments.of(
                        KindCase.RESULT_REJECTED,
                        new Event.ResultRejected(9, TASK, 1, Signal.FINISH, "stale", "w", USAGE, 700)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteEveryKindWithItsTask(KindCase kind, Event.TaskEvent event) throws Exception {
        var proto = dev.penstock.schemas.v1.Event.parseFrom(
                EventWriter.write(event, 1_234).toByteArray());

        assertThat(proto.getKindCase()).isEqualTo(kind);
        assertThat(proto.getTenant()).isEqualTo("acme");
        assertThat(proto.getSeq()).isEqualTo(9);
        assertThat(proto.getAtMillis()).isEqualTo(1_234);
        assertThat(proto.getTask().getTaskId()).isEqualTo(ID.toString());
        assertThat(proto.getTask().getTier()).isEqualTo(dev.penstock.schemas.v1.Tier.TIER_BATCH);
        assertThat(proto.getTask().getCampaign()).isEqualTo("spring");
        assertThat(proto.getTask().getAcceptedAtMillis()).isEqualTo(5);
    }

    @Test
    void shouldKeepAnAcceptedTasksSourceHashAndLabels() {
        var accepted = EventWriter.write(
                        new Event.Accepted(
                                1,
                                TASK,
                                SOURCE,
                                new Digest(1, 2),
                                3,
                                Map.of("a", "b"),
                                new byte[0],
                                OPTIONS,
                                new Origin(ID, "post", 2, List.of(ID)),
                                true),
                        0)
                .getAccepted();

        assertThat(accepted.getSource().getOffset()).isEqualTo(77);
        assertThat(accepted.getRequestHash().toByteArray())
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
        assertThat(accepted.getLabelsMap()).containsEntry("a", "b");
        assertThat(accepted.getMaxAttempts()).isEqualTo(3);
        assertThat(accepted.getEstimateMicros()).isEqualTo(700);
        assertThat(accepted.getNotBeforeMillis()).isEqualTo(800);
        assertThat(accepted.getStartWithinMillis()).isEqualTo(900);
        assertThat(accepted.getAttemptTimeoutMillis()).isEqualTo(1_000);
        assertThat(accepted.getEndWithinMillis()).isEqualTo(1_100);
        assertThat(accepted.getPlannerId()).isEqualTo(ID.toString());
        assertThat(accepted.getName()).isEqualTo("post");
        assertThat(accepted.getDepth()).isEqualTo(2);
        assertThat(accepted.getAfterList()).containsExactly(ID.toString());
        assertThat(accepted.getCounts()).isTrue();
    }

    @Test
    void shouldTellHowACampaignStands() {
        var counts = new CampaignCounts(9, 4, 3, 1, 700);
        var progressed = EventWriter.write(
                        new Event.CampaignProgressed(5, "acme", "spring", CampaignState.RUNNING, counts), 1_234)
                .getCampaignProgressed();
        var cancelled = EventWriter.write(new Event.CampaignCancelled(5, "acme", "spring", "over"), 1_234)
                .getCampaignCancelled();

        assertThat(progressed.getCampaign()).isEqualTo("spring");
        assertThat(progressed.getState()).isEqualTo("running");
        assertThat(progressed.getTotal()).isEqualTo(9);
        assertThat(progressed.getSucceeded()).isEqualTo(4);
        assertThat(progressed.getFailed()).isEqualTo(3);
        assertThat(progressed.getCancelled()).isEqualTo(1);
        assertThat(progressed.getCostMicros()).isEqualTo(700);
        assertThat(cancelled.getCampaign()).isEqualTo("spring");
        assertThat(cancelled.getReason()).isEqualTo("over");
    }

    @Test
    void shouldTellWhatWasReservedAndWhatIsNotKnown() {
        var granted = EventWriter.write(new Event.Granted(1, TASK, 1, 4, 5, 1, 99, "", 700), 0);
        var late = EventWriter.write(new Event.ResultRejected(2, TASK, 1, Signal.FINISH, "late", "w", USAGE, 700), 0);
        var lapsed =
                EventWriter.write(new Event.RetryScheduled(3, TASK, 1, "lease_lapsed", "", 99, Usage.NONE, 700), 0);

        assertThat(granted.getGranted().getReservedMicros()).isEqualTo(700);
        assertThat(late.getResultRejected().getSettledMicros()).isEqualTo(700);
        assertThat(late.getResultRejected().getUsage().getCostMicros()).isEqualTo(3);
        assertThat(lapsed.getRetryScheduled().getUnknownMicros()).isEqualTo(700);
    }

    @Test
    void shouldWriteAConfigurationAsItWasRead() {
        TenantConfig config = new TenantConfig(
                "acme",
                "pro",
                7,
                List.of(new LaneConfig("copywriter", true, 2, "small", Flow.DRAINING, 30)),
                10,
                false,
                new TenantLimits(Flow.PAUSED, 9, 3, 5_000_000));

        var proto = EventWriter.write(new Event.Configured(1, config), 0);

        assertThat(proto.hasTask()).isFalse();
        assertThat(TenantConfigs.toCore(proto.getConfigured().getConfig())).isEqualTo(config);
    }

    @Test
    void shouldAppendAGrantToWhatIsKeptOfItsTask() throws Exception {
        byte[] template = Dispatches.template(
                "acme",
                SubmitTask.newBuilder()
                        .setTaskId(ID.toString())
                        .setRole("copywriter")
                        .setInput("Write")
                        .build());

        Dispatch dispatch = Dispatch.parseFrom(Dispatches.complete(
                template,
                new Event.Granted(1, TASK, 2, 1, 1, 1, 99, "small", 0),
                new Bounds(7_000, 60_000, 900),
                30_000,
                50));

        assertThat(dispatch)
                .isEqualTo(Dispatch.newBuilder()
                        .setTenant("acme")
                        .setTaskId(ID.toString())
                        .setRole("copywriter")
                        .setInput("Write")
                        .setTier(dev.penstock.schemas.v1.Tier.TIER_BATCH)
                        .setCampaign("spring")
                        .setAttempt(2)
                        .setModelOverride("small")
                        .setLeaseMillis(30_000)
                        .setGrantedAtMillis(50)
                        .setStartByMillis(99)
                        .setAttemptTimeoutMillis(7_000)
                        .setEndByMillis(60_000)
                        .setSpendableMicros(900)
                        .build());
    }
}

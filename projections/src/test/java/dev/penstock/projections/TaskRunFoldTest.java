package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.TaskQueued;
import dev.penstock.schemas.v1.TaskRef;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRunFoldTest {
    private static final long T0 = 1_790_000_000_000L;

    @Test
    void shouldFoldAWholeLifeIntoOneChange() throws Exception {
        TaskRunChange change = only(new Story("acme", T0)
                .accepted()
                .granted(1)
                .started(1, "w1")
                .succeeded(1, "done", Story.usage(10, 20, 30)));

        assertThat(change.state).isEqualTo(TaskRunState.SUCCEEDED);
        assertThat(change.tier).isEqualTo("normal");
        assertThat(change.labels).isEqualTo("{\"team\":\"a\\\"b\"}");
        assertThat(List.of(change.grantedAtMillis, change.startedAtMillis, change.endedAtMillis))
                .isEqualTo(List.of(T0 + 1_000, T0 + 2_000, T0 + 3_000));
        assertThat(List.of(change.inputTokens, change.outputTokens, change.costMicros))
                .isEqualTo(List.of(10L, 20L, 30L));
        assertThat(change.seq).isEqualTo(4);
        assertThat(change.offset).isEqualTo(3);
        assertThat(change.cause()).isNull();
    }

    @Test
    void shouldAddUpAttemptsAndKeepTheFirstStart() throws Exception {
        TaskRunChange change = only(new Story("acme", T0)
                .accepted()
                .granted(1)
                .started(1, "w1")
                .retry(1, "provider_error", Story.usage(1, 2, 3))
                .queued()
                .granted(2)
                .started(2, "w2")
                .dead(2, "timeout", Story.usage(10, 20, 30)));

        assertThat(change.state).isEqualTo(TaskRunState.DEAD);
        assertThat(change.attempt).isEqualTo(2);
        assertThat(change.workerId).isEqualTo("w2");
        assertThat(change.cause()).isEqualTo("timeout");
        assertThat(change.startedAtMillis).isEqualTo(T0 + 2_000);
        assertThat(List.of(change.inputTokens, change.outputTokens, change.costMicros))
                .isEqualTo(List.of(11L, 22L, 33L));
    }

    @Test
    void shouldPutADeadTaskBackIntoItsQueueWhenItIsReplayed() throws Exception {
        Story story =
                new Story("acme", T0).accepted().granted(1).started(1, "w1").dead(1, "timeout", Story.usage(1, 2, 3));
        TaskRunChange change = only(story.replayRefused("No room").replayed(2, 4));

        assertThat(change.state).isEqualTo(TaskRunState.QUEUED);
        assertThat(change.maxAttempts).isEqualTo(4);
        assertThat(change.endedAtMillis).isZero();
        assertThat(change.cause()).as("of the last death").isEqualTo("timeout");
        assertThat(List.of(change.replays, change.replayRefusals)).isEqualTo(List.of(1, 1));
        assertThat(change.replayRefusal).isEmpty();
        assertThat(change.estimateMicros).isEqualTo(400);
    }

    @Test
    void shouldKeepWhyAReplayWasRefusedAndNoOtherRefusal() throws Exception {
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        Story story = new Story("acme", T0).replayRefused("No room");
        fold.add(story.events().getFirst(), 0);
        fold.add(
                story.events().getFirst().toBuilder()
                        .setResultRejected(ResultRejected.newBuilder().setSignal("finish"))
                        .build(),
                1);

        TaskRunChange change = fold.changes().getFirst();
        assertThat(change.replayRefusals).isEqualTo(1);
        assertThat(change.replayRefusal).isEqualTo("No room");
        assertThat(change.state()).as("the row's").isEmpty();
    }

    @Test
    void shouldLeaveAloneWhatALaterPartDoesNotSay() throws Exception {
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        Story story =
                new Story("acme", T0).accepted().granted(1).started(1, "w1").succeeded(1, "done", Story.usage(1, 1, 1));
        fold.add(story.events().get(3), 3);

        TaskRunChange change = fold.changes().getFirst();
        assertThat(change.labels).isNull();
        assertThat(change.requestHash).isNull();
        assertThat(change.startedAtMillis).isZero();
        assertThat(change.cause()).as("clears the row's").isEmpty();
    }

    @Test
    void shouldWaitAfterADeferral() throws Exception {
        TaskRunChange change = only(new Story("acme", T0).accepted().granted(1).deferred(1));

        assertThat(change.state).isEqualTo(TaskRunState.WAITING);
        assertThat(change.cause()).isEqualTo("rate_limited");
        assertThat(change.endedAtMillis).isZero();
    }

    @Test
    void shouldKeepWhatWasRejectedUnderTheTimeOfTheRefusal() throws Exception {
        TaskRunChange change = only(new Story("acme", T0).rejected("role_disabled"));

        assertThat(change.state).isEqualTo(TaskRunState.REJECTED);
        assertThat(change.cause()).isEqualTo("role_disabled");
        assertThat(change.key.acceptedAtMillis()).isEqualTo(T0);
        assertThat(change.endedAtMillis).isEqualTo(T0);
    }

    @Test
    void shouldWaitUntilATaskMayStart() throws Exception {
        assertThat(only(new Story("acme", T0).acceptedForLater()).state).isEqualTo(TaskRunState.WAITING);
        assertThat(only(new Story("acme", T0).accepted()).state).isEqualTo(TaskRunState.QUEUED);
    }

    @Test
    void shouldTellCancelledAndExpired() throws Exception {
        assertThat(only(new Story("acme", T0).accepted().cancelled("why")).state)
                .isEqualTo(TaskRunState.CANCELLED);
        assertThat(only(new Story("acme", T0).accepted().expired("late")).state).isEqualTo(TaskRunState.EXPIRED);
    }

    @Test
    void shouldWriteNothingForRenewalsAndEventsOfALaterSchema() throws Exception {
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        fold.add(new Story("acme", T0).renewed(1).events().getFirst(), 0);
        fold.add(Event.newBuilder().setTenant("acme").build(), 1);

        assertThat(fold.count()).isZero();
    }

    @Test
    void shouldKeepTenantsWithTheSameTaskIdApart() throws Exception {
        Story one = new Story("one", T0).accepted();
        Story two = new Story("two", one.taskId(), T0).accepted().cancelled("x");
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        fold.add(one.events().getFirst(), 0);
        fold.add(two.events().get(0), 1);
        fold.add(two.events().get(1), 2);

        assertThat(fold.changes())
                .extracting(c -> c.key.tenant() + " " + c.state)
                .containsExactly("one QUEUED", "two CANCELLED");
    }

    @Test
    void shouldReplaceWhatPostgresCannotHold() throws Exception {
        TaskRunChange change = only(new Story("acme", T0).accepted().succeeded(1, "a\0b", Story.usage(0, 0, 0)));

        assertThat(change.output).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-uuid",
                "1-1-1-1-1",
                "zzzzzzzz-0000-0000-0000-000000000000",
                "00000000-0000-0000-0000-0000000000000"
            })
    void shouldRefuseATaskIdThatIsNoUuid(String id) {
        Event event = Event.newBuilder()
                .setTenant("acme")
                .setTask(TaskRef.newBuilder().setTaskId(id))
                .setQueued(TaskQueued.getDefaultInstance())
                .build();

        assertThatThrownBy(() -> new TaskRunsProjector().begin().add(event, 0))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void shouldRefuseBytesThatAreNoEvent() {
        assertThatThrownBy(() -> new TaskRunsProjector()
                        .begin()
                        .add(new ConsumerRecord<>("t", 0, 0, null, new byte[] {8, 8, 8})))
                .isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> new TaskRunsProjector().begin().add(new ConsumerRecord<>("t", 0, 0, null, null)))
                .isInstanceOf(MalformedRecordException.class);
    }

    private static TaskRunChange only(Story story) throws MalformedRecordException {
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        for (int i = 0; i < story.events().size(); i++) {
            fold.add(story.events().get(i), i);
        }
        assertThat(fold.changes()).hasSize(1);
        return fold.changes().getFirst();
    }
}

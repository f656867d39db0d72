package dev.penstock.audit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskQueued;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskSucceeded;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SlotTest {
    /** Far beyond where the set of ids grows first. */
    private static final int MANY = 50_000;

    private final Slot slot = new Slot(new TopicPartition(Topics.EVENTS, 3), 100);

    @Test
    void shouldKnowEachDeliverableOfEachTenantAndNoOther() {
        for (int i = 0; i < MANY; i++) {
            assertThat(slot.tell(succeeded("a", 1L + i, "task-" + i))).isTrue();
        }

        for (int i = 0; i < MANY; i++) {
            assertThat(slot.makes("a", Kind.DELIVERABLES, Map.of("_id", "task-" + i)))
                    .isTrue();
            assertThat(slot.makes("b", Kind.DELIVERABLES, Map.of("_id", "task-" + i)))
                    .isFalse();
            assertThat(slot.makes("a", Kind.DELIVERABLES, Map.of("_id", "task-" + (MANY + i))))
                    .isFalse();
        }
        assertThat(slot.makes("a", Kind.DELIVERABLES, Map.of("_id", 7))).isFalse();
    }

    @Test
    void shouldExpectTheFirstOutputOfATask() {
        assertThat(slot.tell(succeeded("a", 1, "t"))).isTrue();
        assertThat(slot.tell(succeeded("a", 2, "t"))).isFalse();
        assertThat(slot.tell(succeeded("b", 1, "t"))).isTrue();
        assertThat(slot.tell(new TenantEvent(
                        event("a", 3, "u")
                                .setQueued(TaskQueued.getDefaultInstance())
                                .build(),
                        0)))
                .isFalse();
    }

    @Test
    void shouldKnowEventsByTheirNumbers() {
        slot.tell(succeeded("a", 5, "t"));
        slot.tell(succeeded("a", 6, "u"));

        assertThat(slot.makes("a", Kind.TASK_EVENTS, Map.of("_id", 5))).isTrue();
        assertThat(slot.makes("a", Kind.TASK_EVENTS, Map.of("_id", 6L))).isTrue();
        assertThat(slot.makes("a", Kind.TASK_EVENTS, Map.of("_id", 4L))).isFalse();
        assertThat(slot.makes("a", Kind.TASK_EVENTS, Map.of("_id", 7L))).isFalse();
        assertThat(slot.makes("a", Kind.TASK_EVENTS, Map.of("_id", "5"))).isFalse();
        assertThat(slot.makes("b", Kind.TASK_EVENTS, Map.of("_id", 5))).isFalse();
    }

    @Test
    void shouldHoldAgainstNobodyWhatRetentionHasTaken() {
        slot.tell(succeeded("a", 5, "t"));

        assertThat(slot.isUntold("a", Kind.DELIVERABLES, Map.of("_id", "old", "offset", 99L)))
                .isTrue();
        assertThat(slot.isUntold("a", Kind.DELIVERABLES, Map.of("_id", "old", "offset", 100L)))
                .isFalse();
        assertThat(slot.isUntold("a", Kind.DELIVERABLES, Map.of("_id", "old"))).isFalse();
        assertThat(slot.isUntold("a", Kind.TASK_EVENTS, Map.of("_id", 4, "offset", 99L)))
                .isTrue();
        assertThat(slot.isUntold("gone", Kind.TASK_EVENTS, Map.of("_id", 9, "offset", 99L)))
                .isTrue();
        assertThat(slot.isUntold("a", Kind.TASK_EVENTS, Map.of("_id", 6, "offset", 99L)))
                .isFalse();
        assertThat(slot.isUntold("a", Kind.TASK_EVENTS, Map.of("_id", 0, "offset", 99L)))
                .isFalse();
    }

    private static TenantEvent succeeded(String tenant, long seq, String task) {
        return new TenantEvent(
                event(tenant, seq, task)
                        .setSucceeded(TaskSucceeded.getDefaultInstance())
                        .build(),
                seq);
    }

    private static Event.Builder event(String tenant, long seq, String task) {
        return Event.newBuilder()
                .setTenant(tenant)
                .setSeq(seq)
                .setTask(TaskRef.newBuilder().setTaskId(task));
    }
}

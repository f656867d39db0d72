package dev.penstock.admission.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Tier;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TaskStateTest {
    @Test
    void shouldAllowTheseMovesAndNoOthers() {
        assertThat(moves(TaskState.WAITING)).isEqualTo("QUEUED CANCELLED EXPIRED");
        assertThat(moves(TaskState.QUEUED)).isEqualTo("GRANTED CANCELLED EXPIRED");
        assertThat(moves(TaskState.GRANTED)).isEqualTo("WAITING RUNNING CANCELLED EXPIRED");
        assertThat(moves(TaskState.RUNNING)).isEqualTo("WAITING RUNNING SUCCEEDED DEAD CANCELLED EXPIRED");
        assertThat(moves(TaskState.DEAD)).isEqualTo("QUEUED");
        for (TaskState state : TaskState.values()) {
            assertThat(moves(state).isEmpty()).isEqualTo(state.ended() && state != TaskState.DEAD);
        }
    }

    @Test
    void shouldRefuseAnIllegalMove() {
        TaskRef ref = new TaskRef("acme", new UUID(0, 1), "copywriter", Tier.NORMAL, 5, "");
        TaskRow queued = TaskRow.accepted(ref, new Digest(0, 0), 3, TaskTerms.NONE, Lineage.NONE, 0, 0, false);
        assertThatThrownBy(() -> queued.started(9, 10, "w1"))
                .hasMessageContaining("is QUEUED and may not become RUNNING");
        TaskRow ended = queued.ended(TaskState.CANCELLED, 9, 1);
        assertThatThrownBy(() -> ended.ended(TaskState.DEAD, 9, 2)).hasMessageContaining("may not become DEAD");
    }

    private static String moves(TaskState from) {
        return Arrays.stream(TaskState.values())
                .filter(from::mayBecome)
                .map(TaskState::name)
                .collect(Collectors.joining(" "));
    }
}

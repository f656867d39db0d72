package dev.penstock.audit.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.ShortText;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskDead;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskSucceeded;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskRowTest {
    private static final String LONG = "x".repeat(ShortText.WHOLE) + "y".repeat(1_000);

    /** Whether a row whose {@code column} has this value in the database is said to differ in it. */
    private static boolean differs(TaskRow row, String column, String value) {
        return Columns.differences(row.columns(), new Columns().text(column, value))
                .contains(column + " is ");
    }

    @Test
    void shouldKnowLongTextsAgainAndTellThemFromOthers() {
        TaskRow row = new TaskRow(TaskRef.getDefaultInstance());
        TaskAccepted accepted =
                TaskAccepted.newBuilder().putAllLabels(Map.of("a", LONG)).build();
        row.apply(Event.newBuilder().setAccepted(accepted).build());
        TaskDead dead = TaskDead.newBuilder().setMessage(LONG).build();
        row.apply(Event.newBuilder().setDead(dead).build());
        assertThat(differs(row, "message", LONG)).isFalse();
        assertThat(differs(row, "labels", "a=" + LONG)).isFalse();

        TaskSucceeded succeeded = TaskSucceeded.newBuilder().setOutput(LONG).build();
        row.apply(Event.newBuilder().setSucceeded(succeeded).build());
        assertThat(differs(row, "output", LONG)).isFalse();
        assertThat(differs(row, "output", LONG.replace("xy", "xz"))).isTrue();
    }
}

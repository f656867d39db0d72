package dev.penstock.admission.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.row.TaskKey;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TaskTableTest {
    private record Named(TaskKey task, int number) implements TaskTable.Entry {}

    private final TaskTable<Named> table = new TaskTable<>();
    private final Map<TaskKey, Named> model = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldHoldWhatAMapWouldThroughAnyChanges() {
        for (int step = 0; step < 200_000; step++) {
            TaskKey key = key();
            Named fresh = new Named(key, step);
            switch (random.nextInt(4)) {
                case 0, 1 -> assertThat(table.put(fresh)).isSameAs(model.put(key, fresh));
                case 2 -> assertThat(table.remove(key)).isSameAs(model.remove(key));
                default -> removeSame(random.nextBoolean() ? fresh : model.getOrDefault(key, fresh));
            }
            TaskKey asked = key();
            assertThat(table.get(asked)).as("step %d", step).isSameAs(model.get(asked));
        }
    }

    @Test
    void shouldHoldNothingOnceCleared() {
        Named one = new Named(key(), 1);
        table.put(one);
        table.clear();
        assertThat(table.get(one.task())).isNull();
        assertThat(table.put(one)).isNull();
    }

    private void removeSame(Named entry) {
        table.removeSame(entry);
        model.remove(entry.task(), entry);
    }

    /** Equal ids of several tenants, and ids close to each other. */
    private TaskKey key() {
        return new TaskKey("tenant-" + random.nextInt(3), random.nextInt(20), random.nextInt(30));
    }
}

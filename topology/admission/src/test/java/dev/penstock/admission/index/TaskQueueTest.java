package dev.penstock.admission.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import dev.penstock.admission.row.Lineage;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskTerms;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue();

    @Test
    void shouldBehaveAsASortedMapDoes() {
        SplittableRandom random = new SplittableRandom(7);
        TreeMap<Long, UUID> model = new TreeMap<>();
        TreeMap<Long, UUID> away = new TreeMap<>();
        long order = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean growing = i / 1_000 % 2 == 0;
            if (model.isEmpty() || random.nextInt(10) < (growing ? 6 : 4)) {
                order += random.nextInt(1, 4);
                UUID id = new UUID(random.nextLong(), random.nextLong());
                queue.add(row(order, id));
                model.put(order, id);
            } else if (!away.isEmpty() && random.nextInt(10) < 2) {
                Map.Entry<Long, UUID> back = away.pollFirstEntry();
                queue.add(row(back.getKey(), back.getValue()));
                model.put(back.getKey(), back.getValue());
            } else if (random.nextInt(10) < 6) {
                Map.Entry<Long, UUID> first = model.pollFirstEntry();
                queue.remove(first.getKey());
                if (random.nextInt(10) < 3) {
                    away.put(first.getKey(), first.getValue());
                }
            } else {
                Long some = model.floorKey(random.nextLong(model.firstKey(), model.lastKey() + 1));
                queue.remove(some);
                model.remove(some);
            }
            assertThat(queue.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(queue.headOrder()).isEqualTo(model.firstKey());
                assertThat(queue.headId()).isEqualTo(model.firstEntry().getValue());
            }
            assertThat(queue.span()).isLessThanOrEqualTo(2 * queue.size() + TaskQueue.MARKS_TOLERATED);
            assertThat(queue.capacity()).isLessThanOrEqualTo(Math.max(64, 16 * queue.size()));
        }
    }

    @Test
    void shouldTellWhatItsHeadWouldReserveAndSinceWhenItWaits() {
        queue.add(row(3, new UUID(0, 0)));

        assertThat(queue.headEstimate()).isEqualTo(12_345);
        assertThat(queue.headCounted()).isFalse();
        assertThat(queue.headSince()).isEqualTo(1_000);
    }

    private static TaskRow row(long order, UUID id) {
        TaskOptions options = TaskOptions.NONE;
        return TaskRow.accepted(
                new Event.TaskRef("acme", id, "copywriter", Tier.NORMAL, 1_000, ""),
                new Digest(1, 2),
                3,
                TaskTerms.of(options, 1_000, 12_345),
                Lineage.NONE,
                0,
                order,
                false);
    }

    @Test
    void shouldSortWhatWasAppendedInNoOrder() {
        for (long order : new long[] {5, 1, 9, 3, 7}) {
            queue.append(row(order, new UUID(order, 0)));
        }
        queue.sort();
        for (long order : new long[] {1, 3, 5, 7, 9}) {
            assertThat(queue.headOrder()).isEqualTo(order);
            assertThat(queue.headId()).isEqualTo(new UUID(order, 0));
            queue.remove(order);
        }
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhatWouldBreakItsOrder() {
        queue.add(row(3, new UUID(0, 0)));
        assertThatThrownBy(() -> queue.add(row(3, new UUID(0, 1))))
                .hasMessage("Expected no task of order 3, but there is one");
        assertThatThrownBy(() -> queue.remove(4)).hasMessageContaining("there is none");
        queue.add(row(4, new UUID(0, 0)));
        queue.add(row(5, new UUID(0, 0)));
        queue.remove(4);
        assertThatThrownBy(() -> queue.remove(4)).hasMessageContaining("it has left already");
    }
}

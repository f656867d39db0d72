package dev.penstock.admission.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.row.TaskKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarkersTest {
    private final Markers markers = new Markers();

    @Test
    void shouldGiveThemBackInOrderOfTheirEndsThroughGrowthAndShrinkage() {
        int added = 0;
        int removed = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 100; i++) {
                add(added, added++);
            }
            for (int i = 0; i < (round < 25 ? 50 : 150) && markers.size() > 0; i++) {
                assertThat(markers.first(1).getFirst()).isEqualTo(key(removed++));
                markers.removeFirst();
            }
        }
        assertThat(markers.size()).isEqualTo(added - removed);
    }

    @Test
    void shouldCountThoseThatAreOldEnoughUpToALimit() {
        for (int i = 0; i < 10; i++) {
            add(i, i * 100);
        }
        assertThat(markers.endedBy(-1, 10)).isZero();
        assertThat(markers.endedBy(300, 10)).isEqualTo(4);
        assertThat(markers.endedBy(300, 3)).isEqualTo(3);
        assertThat(markers.endedBy(9_999, 99)).isEqualTo(10);
    }

    @Test
    void shouldSortWhatWasAddedInNoOrder() {
        for (int order : new int[] {3, 1, 2}) {
            add(order, order);
        }
        markers.sort();
        assertThat(markers.first(1).getFirst()).isEqualTo(key(1));
        add(4, 4);
        markers.removeFirst();
        markers.removeFirst();
        markers.removeFirst();
        assertThat(markers.first(1).getFirst()).isEqualTo(key(4));
    }

    private void add(int number, long endedAt) {
        markers.add(key(number).tenant(), key(number).id(), number, endedAt);
    }

    private static TaskKey key(int number) {
        return new TaskKey("t" + number % 3, new UUID(number, 0));
    }
}

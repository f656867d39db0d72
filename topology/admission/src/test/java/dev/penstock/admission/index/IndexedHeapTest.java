package dev.penstock.admission.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IndexedHeapTest {
    private static final class Number extends IndexedHeap.Element {
        final int value;
        final int tie;

        Number(int value, int tie) {
            this.value = value;
            this.tie = tie;
        }
    }

    private static final Comparator<Number> ORDER =
            Comparator.<Number>comparingInt(n -> n.value).thenComparingInt(n -> n.tie);

    private final IndexedHeap<Number> heap = new IndexedHeap<>();

    @Test
    void shouldBehaveAsASortedSetDoes() {
        SplittableRandom random = new SplittableRandom(7);
        TreeSet<Number> model = new TreeSet<>(ORDER);
        List<Number> all = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (all.isEmpty() || random.nextInt(10) < 5) {
                Number fresh = new Number(random.nextInt(100), i);
                heap.add(fresh, fresh.value, fresh.tie);
                model.add(fresh);
                all.add(fresh);
            } else {
                Number gone = all.remove(random.nextInt(all.size()));
                heap.remove(gone);
                model.remove(gone);
                assertThat(gone.inHeap()).isFalse();
            }
            assertThat(heap.size()).isEqualTo(model.size());
            assertThat(heap.peek()).isSameAs(model.isEmpty() ? null : model.first());
        }
        assertThat(heap.sorted()).containsExactlyElementsOf(model);
    }

    @Test
    void shouldRefuseAnElementTwiceOrOneThatIsNotIn() {
        Number one = new Number(1, 1);
        assertThatThrownBy(() -> heap.remove(one)).isInstanceOf(IllegalStateException.class);
        heap.add(one, 1, 1);
        assertThatThrownBy(() -> heap.add(one, 1, 1)).isInstanceOf(IllegalStateException.class);
    }
}

package dev.penstock.admission.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap whose elements know their own place, so that any of them can be taken out in O(log n). Adding an element that sorts last, as
 * most timers do, is O(1). The order must be total, and what it reads of an element must not change while the element is in.
 */
final class IndexedHeap<T extends IndexedHeap.Element> {
    /** Base of what a heap holds. An element is in one heap at a time. */
    abstract static class Element {
        private static final int OUTSIDE = -1;

        private int place = OUTSIDE;

        final boolean inHeap() {
            return place != OUTSIDE;
        }
    }

    private final Comparator<T> order;
    private @Nullable Object[] elements = new Object[8];
    private int size;

    IndexedHeap(Comparator<T> order) {
        this.order = order;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    @Nullable
    T peek() {
        return size == 0 ? null : at(0);
    }

    void add(T element) {
        if (element.inHeap()) {
            throw new IllegalStateException("Expected an element outside of any heap, but it is in one");
        }
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size * 2);
        }
        siftUp(element, size++);
    }

    void remove(T element) {
        int hole = ((Element) element).place;
        if (hole == Element.OUTSIDE || elements[hole] != element) {
            throw new IllegalStateException("Expected an element of this heap, but it is not in it");
        }
        ((Element) element).place = Element.OUTSIDE;
        T last = at(--size);
        elements[size] = null;
        if (hole == size) {
            return;
        }
        siftDown(last, hole);
        if (elements[hole] == last) {
            siftUp(last, hole);
        }
    }

    /** Visits every element, in no particular sequence. */
    void forEach(Consumer<T> visitor) {
        for (int place = 0; place < size; place++) {
            visitor.accept(at(place));
        }
    }

    /** All elements, first to last. */
    List<T> sorted() {
        List<T> all = new ArrayList<>(size);
        forEach(all::add);
        all.sort(order);
        return all;
    }

    private void siftUp(T element, int from) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (order.compare(element, at(parent)) >= 0) {
                break;
            }
            put(at(parent), hole);
            hole = parent;
        }
        put(element, hole);
    }

    private void siftDown(T element, int from) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && order.compare(at(child + 1), at(child)) < 0) {
                child++;
            }
            if (order.compare(element, at(child)) <= 0) {
                break;
            }
            put(at(child), hole);
            hole = child;
        }
        put(element, hole);
    }

    private void put(T element, int place) {
        elements[place] = element;
        ((Element) element).place = place;
    }

    @SuppressWarnings("unchecked") // only T's are put in, and places below size are never null
    private T at(int place) {
        return (T) elements[place];
    }
}

package dev.penstock.admission.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap in order of two numbers, of which any element can be taken out in O(log n). Adding an element that sorts last, as most timers
 * do, is O(1). The numbers and who is where lie in arrays of their own: what moves within a large heap is never fetched from memory for it.
 */
final class IndexedHeap<T extends IndexedHeap.Element> {
    /** Base of what a heap holds. An element is in one heap at a time. */
    abstract static class Element {
        private static final int OUTSIDE = -1;

        /** Its number in its heap, the same for as long as it is in. */
        private int handle = OUTSIDE;

        final boolean inHeap() {
            return handle != OUTSIDE;
        }
    }

    private static final int SMALLEST = 8;

    /** By place: the two numbers. */
    private long[] keys = new long[2 * SMALLEST];

    /** By place: whose they are; behind those in use, the handles that are free. */
    private int[] handles = IntStream.range(0, SMALLEST).toArray();

    /** By handle. */
    private int[] places = new int[SMALLEST];

    private @Nullable Object[] elements = new Object[SMALLEST];
    private int size;

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

    /** The first number of the element that sorts lowest, of which nothing is fetched from memory; {@code otherwise} when there is none. */
    long leastOr(long otherwise) {
        return size == 0 ? otherwise : keys[0];
    }

    /** Adds an element that sorts by {@code first}, and among equals by {@code second}. */
    void add(T element, long first, long second) {
        if (element.inHeap()) {
            throw new IllegalStateException("Expected an element outside of any heap, but it is in one");
        }
        if (size == handles.length) {
            grow();
        }
        int handle = handles[size];
        elements[handle] = element;
        ((Element) element).handle = handle;
        siftUp(handle, first, second, size++);
    }

    void remove(T element) {
        int handle = ((Element) element).handle;
        if (handle == Element.OUTSIDE || elements[handle] != element) {
            throw new IllegalStateException("Expected an element of this heap, but it is not in it");
        }
        ((Element) element).handle = Element.OUTSIDE;
        elements[handle] = null;
        int hole = places[handle];
        int last = handles[--size];
        handles[size] = handle;
        if (hole == size) {
            return;
        }
        long first = keys[2 * size];
        long second = keys[2 * size + 1];
        siftDown(last, first, second, hole);
        if (places[last] == hole) {
            siftUp(last, first, second, hole);
        }
    }

    /** Visits every element, in no particular sequence. */
    void forEach(Consumer<T> visitor) {
        forEachFirst(size, visitor);
    }

    /** Visits up to so many elements that sort low, the lowest among them. */
    void forEachFirst(int limit, Consumer<T> visitor) {
        for (int place = 0; place < Math.min(limit, size); place++) {
            visitor.accept(at(place));
        }
    }

    /** All elements, first to last. */
    List<T> sorted() {
        List<T> all = new ArrayList<>(size);
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(place -> keys[2 * place])
                        .thenComparingLong(place -> keys[2 * place + 1]))
                .forEach(place -> all.add(at(place)));
        return all;
    }

    private void grow() {
        int capacity = size * 2;
        keys = Arrays.copyOf(keys, 2 * capacity);
        handles = Arrays.copyOf(handles, capacity);
        places = Arrays.copyOf(places, capacity);
        elements = Arrays.copyOf(elements, capacity);
        for (int handle = size; handle < capacity; handle++) {
            handles[handle] = handle;
        }
    }

    private void siftUp(int handle, long first, long second, int from) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!after(parent, first, second)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(handle, first, second, hole);
    }

    private void siftDown(int handle, long first, long second, int from) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && before(child + 1, keys[2 * child], keys[2 * child + 1])) {
                child++;
            }
            if (!before(child, first, second)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(handle, first, second, hole);
    }

    private boolean before(int place, long first, long second) {
        long own = keys[2 * place];
        return own < first || own == first && keys[2 * place + 1] < second;
    }

    private boolean after(int place, long first, long second) {
        long own = keys[2 * place];
        return own > first || own == first && keys[2 * place + 1] > second;
    }

    private void move(int from, int to) {
        put(handles[from], keys[2 * from], keys[2 * from + 1], to);
    }

    private void put(int handle, long first, long second, int place) {
        keys[2 * place] = first;
        keys[2 * place + 1] = second;
        handles[place] = handle;
        places[handle] = place;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only T's are put in, and those of places below size are never null
    private T at(int place) {
        return (T) elements[handles[place]];
    }
}

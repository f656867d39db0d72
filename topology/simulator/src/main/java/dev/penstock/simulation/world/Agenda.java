package dev.penstock.simulation.world;

import java.util.Arrays;

/** What is going to happen when: a binary heap of one number per entry, so that millions come and go without garbage. */
public final class Agenda {
    private static final int NUMBER_BITS = 24;
    private static final int SMALLEST = 1_024;

    /** Numbers of entries are below this. */
    public static final int MAX_NUMBER = 1 << NUMBER_BITS;

    /** Times are below this, in milliseconds: some 34 years. */
    public static final long MAX_TIME = 1L << 63 - NUMBER_BITS - 1;

    private long[] heap = new long[SMALLEST];
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    /** Of two entries of one time the lesser number comes first. */
    public void add(long timeMillis, int number) {
        if (timeMillis < 0 || timeMillis >= MAX_TIME || number < 0 || number >= MAX_NUMBER) {
            throw new IllegalArgumentException("Expected what fits in an entry, but got " + timeMillis + ", " + number);
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        long entry = timeMillis << NUMBER_BITS | number;
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (heap[parent] <= entry) {
                break;
            }
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = entry;
    }

    /** Takes out what comes next; see {@link #time} and {@link #number}. */
    public long remove() {
        if (size == 0) {
            throw new IllegalStateException("Expected an entry, but there is none");
        }
        long first = heap[0];
        long last = heap[--size];
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
        return first;
    }

    public static long time(long entry) {
        return entry >>> NUMBER_BITS;
    }

    public static int number(long entry) {
        return (int) (entry & MAX_NUMBER - 1);
    }
}

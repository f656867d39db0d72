package dev.penstock.simulation.world;

/** First in, first out; a ring that grows. */
public final class IntQueue {
    private int[] ring = new int[16];
    private int head;
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    public void add(int value) {
        if (size == ring.length) {
            int[] larger = new int[size * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(head + i) & (ring.length - 1)];
            }
            ring = larger;
            head = 0;
        }
        ring[(head + size++) & (ring.length - 1)] = value;
    }

    public int remove() {
        if (size == 0) {
            throw new IllegalStateException("Expected a value, but the queue is empty");
        }
        int value = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return value;
    }
}

package dev.penstock.admission;

/**
 * Which of how many slots an engine is.
 *
 * @param index from 0
 * @param count at least 1
 */
public record SlotPlace(int index, int count) {
    /** The only slot there is. */
    public static final SlotPlace ONLY = new SlotPlace(0, 1);

    public SlotPlace {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException("Expected a slot of 1 or more, but got " + index + " of " + count);
        }
    }

    /**
     * This slot's part of a total, so that all parts together are the total. A total below the number of slots leaves some with nothing: the tenants
     * in them wait.
     */
    public int share(int total) {
        return total / count + (index < total % count ? 1 : 0);
    }
}

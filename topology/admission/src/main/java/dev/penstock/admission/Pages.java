package dev.penstock.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link PackedRows} keeps its rows: large arrays of bytes, in which what a row leaves is taken by the next of about its size. A row's place
 * is a number above 0.
 */
final class Pages {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Rows begin at multiples of this many bytes, so that a number of 31 bits says where in 32 GiB. */
    private static final int UNIT_BITS = 4;

    private static final int PAGE_BITS = 16;
    private static final int PAGE_BYTES = 1 << PAGE_BITS;
    private static final int UNITS_PER_PAGE = PAGE_BYTES >> UNIT_BITS;

    /** A row is the lengths of its key and of its value, 4 bytes each, and then both. */
    private static final int VALUE_LENGTH = 4;

    private static final int KEY = 8;

    /** Rows of up to so many units are rounded up to whole units; longer ones to powers of two, since few are of about one length. */
    private static final int EXACT_UNITS = 128;

    private static final int SMALLEST = 16;
    private static final int CACHE_LINE = 64;

    /** Units that are never worth giving back. */
    private static final long FEW_UNITS = 64L * UNITS_PER_PAGE;

    /** The first is left out, as 0 stands for no place. */
    private byte[][] pages = new byte[2][];

    private int pageCount = 1;

    /** The next place that was never used; at the start of a page there is none. */
    private int fresh;

    /** Free places of each class of sizes, those that came free last at the end: not linked through the rows, which nothing has fetched. */
    private final int[] @Nullable [] free = new int[EXACT_UNITS + Integer.SIZE][];

    private final int[] freeCounts = new int[EXACT_UNITS + Integer.SIZE];

    private long unitsInPages;
    private long unitsInUse;

    /** Half of the units in use when they were moved together last, and half of those of each page since. */
    private long fewUnits;

    Pages() {}

    private Pages(Pages other) {
        pages = new byte[other.pages.length][];
        for (int page = 1; page < other.pageCount; page++) {
            pages[page] = other.pages[page].clone();
        }
        pageCount = other.pageCount;
        fresh = other.fresh;
        unitsInPages = other.unitsInPages;
        unitsInUse = other.unitsInUse;
        fewUnits = other.fewUnits;
        System.arraycopy(other.freeCounts, 0, freeCounts, 0, freeCounts.length);
        for (int i = 0; i < free.length; i++) {
            int[] places = other.free[i];
            free[i] = places == null ? null : places.clone();
        }
    }

    /** A copy that shares no later change with this one. */
    Pages copy() {
        return new Pages(this);
    }

    long bytes() {
        return unitsInPages << UNIT_BITS;
    }

    /** Whether so little is in use, or so much less than was, that rows should move into pages of their own. */
    boolean loose() {
        return unitsInUse < fewUnits && unitsInPages > FEW_UNITS;
    }

    /** To be called when all rows have moved here. */
    void moved() {
        fewUnits = unitsInUse / 2;
    }

    // ---- rows

    /** Has the processor fetch what is going to be looked at of a row; means nothing. */
    int fetch(int row) {
        byte[] page = page(row);
        int at = offset(row);
        return page[at] + page[Math.min(at + CACHE_LINE, page.length - 1)];
    }

    boolean holds(int row, byte[] key) {
        byte[] page = page(row);
        int at = offset(row);
        return (int) INT.get(page, at) == key.length
                && Arrays.equals(page, at + KEY, at + KEY + key.length, key, 0, key.length);
    }

    byte[] key(int row) {
        byte[] page = page(row);
        int at = offset(row);
        return Arrays.copyOfRange(page, at + KEY, at + KEY + (int) INT.get(page, at));
    }

    byte[] value(int row) {
        byte[] page = page(row);
        int at = offset(row);
        int from = at + KEY + (int) INT.get(page, at);
        return Arrays.copyOfRange(page, from, from + (int) INT.get(page, at + VALUE_LENGTH));
    }

    /** @return where */
    int add(byte[] key, byte[] value) {
        int row = take(units(KEY + key.length + value.length));
        write(row, key, value);
        return row;
    }

    /** @return where it is from now on */
    int replace(int row, byte[] key, byte[] value) {
        int before = units(bytes(row));
        int units = units(KEY + key.length + value.length);
        if (before == units) {
            write(row, key, value);
            return row;
        }
        release(row, before);
        return add(key, value);
    }

    void remove(int row) {
        release(row, units(bytes(row)));
    }

    /** Copies a row of others here. @return where */
    int takeOver(Pages others, int row) {
        int bytes = others.bytes(row);
        int moved = take(units(bytes));
        System.arraycopy(others.page(row), offset(row), page(moved), offset(moved), bytes);
        return moved;
    }

    private void write(int row, byte[] key, byte[] value) {
        byte[] page = page(row);
        int at = offset(row);
        INT.set(page, at, key.length);
        INT.set(page, at + VALUE_LENGTH, value.length);
        System.arraycopy(key, 0, page, at + KEY, key.length);
        System.arraycopy(value, 0, page, at + KEY + key.length, value.length);
    }

    private int bytes(int row) {
        byte[] page = page(row);
        int at = offset(row);
        return KEY + (int) INT.get(page, at) + (int) INT.get(page, at + VALUE_LENGTH);
    }

    private byte[] page(int row) {
        return pages[row >>> (PAGE_BITS - UNIT_BITS)];
    }

    private static int offset(int row) {
        return (row & (UNITS_PER_PAGE - 1)) << UNIT_BITS;
    }

    // ---- places

    /** Units that are set aside for so many bytes. */
    private static int units(int bytes) {
        int units = ((bytes - 1) >> UNIT_BITS) + 1;
        return units <= EXACT_UNITS ? units : Integer.highestOneBit(units - 1) << 1;
    }

    private static int sizeClass(int units) {
        return units <= EXACT_UNITS ? units : EXACT_UNITS + Integer.numberOfTrailingZeros(units);
    }

    private int take(int units) {
        unitsInUse += units;
        int sizeClass = sizeClass(units);
        int[] places = free[sizeClass];
        if (places != null && freeCounts[sizeClass] > 0) {
            return places[--freeCounts[sizeClass]];
        }
        return units < UNITS_PER_PAGE ? takeFresh(units) : addPage(units) * UNITS_PER_PAGE;
    }

    private void release(int row, int units) {
        unitsInUse -= units;
        int sizeClass = sizeClass(units);
        int[] places = free[sizeClass];
        int count = freeCounts[sizeClass]++;
        if (places == null) {
            places = new int[SMALLEST];
        } else if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        places[count] = row;
        free[sizeClass] = places;
    }

    /** What is left of a page that has no room for the next row is lost. */
    private int takeFresh(int units) {
        int used = fresh & (UNITS_PER_PAGE - 1);
        boolean fits = used > 0 && used + units <= UNITS_PER_PAGE;
        int row = fits ? fresh : addPage(UNITS_PER_PAGE) * UNITS_PER_PAGE;
        fresh = row + units;
        return row;
    }

    /** @return its number */
    private int addPage(int units) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount] = new byte[units << UNIT_BITS];
        unitsInPages += units;
        fewUnits += units / 2;
        return pageCount++;
    }
}

package dev.penstock.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows in large pages, found by an open hash table of numbers: a row takes no object, so that millions of them cost a collector nothing, and one
 * that is looked up costs two fetches from memory, its entry's in the table and its own. What a row leaves is taken by the next of about its size,
 * so memory is held for as many rows of each size as there ever were at once.
 */
final class PackedRows implements KeyValues {
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
    private static final int NONE = 0;

    /** Per entry the hash of a key in the upper half and the place of its row in the lower one, 0 for an empty one. */
    private long[] table = new long[SMALLEST];

    private int size;

    /** The first is left out, as 0 stands for no place. */
    private byte[][] pages = new byte[2][];

    private int pageCount = 1;

    /** The next place that was never used; at the start of a page there is none. */
    private int fresh;

    /** The first free row of each class of sizes; the rest of them hang on it. */
    private final int[] free = new int[EXACT_UNITS + Integer.SIZE];

    PackedRows() {}

    private PackedRows(PackedRows other) {
        table = other.table.clone();
        size = other.size;
        pages = new byte[other.pages.length][];
        for (int page = 1; page < other.pageCount; page++) {
            pages[page] = other.pages[page].clone();
        }
        fresh = other.fresh;
        pageCount = other.pageCount;
        System.arraycopy(other.free, 0, free, 0, free.length);
    }

    /** A copy that shares no later change with this one. */
    PackedRows copy() {
        return new PackedRows(this);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int entry = find(key, hash(key));
        return entry < 0 ? null : value((int) table[entry]);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        int hash = hash(key);
        int entry = find(key, hash);
        int units = units(KEY + key.length + value.length);
        int row;
        if (entry < 0) {
            row = take(units);
            insert(hash, row);
        } else {
            row = (int) table[entry];
            int before = unitsOf(row);
            if (before != units) {
                release(row, before);
                row = take(units);
                table[entry] = entry(hash, row);
            }
        }
        write(row, key, value);
    }

    @Override
    public void delete(byte[] key) {
        int entry = find(key, hash(key));
        if (entry >= 0) {
            int row = (int) table[entry];
            release(row, unitsOf(row));
            remove(entry);
        }
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> visitor) {
        for (long entry : table) {
            int row = (int) entry;
            if (row != NONE) {
                int at = offset(row);
                byte[] page = page(row);
                int from = at + KEY;
                visitor.accept(Arrays.copyOfRange(page, from, from + (int) INT.get(page, at)), value(row));
            }
        }
    }

    // ---- the table

    private static int hash(byte[] key) {
        return Arrays.hashCode(key) * 0x9E3779B1;
    }

    private static long entry(int hash, int row) {
        return (long) hash << Integer.SIZE | row;
    }

    private int home(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(table.length - 1);
    }

    /** The entry of a key, negative when there is none. */
    private int find(byte[] key, int hash) {
        int last = table.length - 1;
        for (int at = home(hash); ; at = (at + 1) & last) {
            long entry = table[at];
            if ((int) entry == NONE) {
                return -1;
            }
            if ((int) (entry >>> Integer.SIZE) == hash && holds((int) entry, key)) {
                return at;
            }
        }
    }

    private void insert(int hash, int row) {
        if (++size > table.length / 2) {
            grow();
        }
        enter(entry(hash, row));
    }

    private void enter(long entry) {
        int last = table.length - 1;
        int at = home((int) (entry >>> Integer.SIZE));
        while ((int) table[at] != NONE) {
            at = (at + 1) & last;
        }
        table[at] = entry;
    }

    private void grow() {
        long[] before = table;
        table = new long[before.length * 2];
        for (long entry : before) {
            if ((int) entry != NONE) {
                enter(entry);
            }
        }
    }

    /** Entries behind the one that leaves move up, so that a search never ends before what it looks for. */
    private void remove(int left) {
        size--;
        int last = table.length - 1;
        int hole = left;
        for (int at = (hole + 1) & last; (int) table[at] != NONE; at = (at + 1) & last) {
            int home = home((int) (table[at] >>> Integer.SIZE));
            if (((at - home) & last) >= ((at - hole) & last)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = NONE;
    }

    // ---- the pages

    private byte[] page(int row) {
        return pages[row >>> (PAGE_BITS - UNIT_BITS)];
    }

    private static int offset(int row) {
        return (row & (UNITS_PER_PAGE - 1)) << UNIT_BITS;
    }

    private boolean holds(int row, byte[] key) {
        byte[] page = page(row);
        int at = offset(row);
        return (int) INT.get(page, at) == key.length
                && Arrays.equals(page, at + KEY, at + KEY + key.length, key, 0, key.length);
    }

    private byte[] value(int row) {
        byte[] page = page(row);
        int at = offset(row);
        int from = at + KEY + (int) INT.get(page, at);
        return Arrays.copyOfRange(page, from, from + (int) INT.get(page, at + VALUE_LENGTH));
    }

    private void write(int row, byte[] key, byte[] value) {
        byte[] page = page(row);
        int at = offset(row);
        INT.set(page, at, key.length);
        INT.set(page, at + VALUE_LENGTH, value.length);
        System.arraycopy(key, 0, page, at + KEY, key.length);
        System.arraycopy(value, 0, page, at + KEY + key.length, value.length);
    }

    private int unitsOf(int row) {
        byte[] page = page(row);
        int at = offset(row);
        return units(KEY + (int) INT.get(page, at) + (int) INT.get(page, at + VALUE_LENGTH));
    }

    /** Units that are set aside for so many bytes. */
    private static int units(int bytes) {
        int units = ((bytes - 1) >> UNIT_BITS) + 1;
        return units <= EXACT_UNITS ? units : Integer.highestOneBit(units - 1) << 1;
    }

    private static int sizeClass(int units) {
        return units <= EXACT_UNITS ? units : EXACT_UNITS + Integer.numberOfTrailingZeros(units);
    }

    private int take(int units) {
        int row = free[sizeClass(units)];
        if (row == NONE) {
            return units < UNITS_PER_PAGE ? takeFresh(units) : addPage(units) * UNITS_PER_PAGE;
        }
        free[sizeClass(units)] = (int) INT.get(page(row), offset(row));
        return row;
    }

    private void release(int row, int units) {
        INT.set(page(row), offset(row), free[sizeClass(units)]);
        free[sizeClass(units)] = row;
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
        return pageCount++;
    }
}

package dev.penstock.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows in large pages, found by an open hash table of numbers: a row takes no object, so that millions of them cost a collector nothing, and one
 * that is looked up costs two fetches from memory, its entry's in the table and its own. Of several rows at once the fetches overlap. When most of
 * the pages is free, the rows move into fewer.
 */
final class PackedRows implements KeyValues {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SMALLEST = 16;
    private static final int NONE = 0;

    /** Rows that are fetched together: more than a processor has under way at once. */
    private static final int AT_ONCE = 64;

    /** Per entry the hash of a key in the upper half and the place of its row in the lower one, 0 for an empty one. */
    private long[] table = new long[SMALLEST];

    private int size;
    private Pages pages = new Pages();
    private final int[] hashes = new int[AT_ONCE];

    /** A sum of what was fetched ahead, kept lest a compiler finds that nobody asks for it. */
    @SuppressWarnings("UnusedVariable")
    private int fetched;

    PackedRows() {}

    private PackedRows(PackedRows other) {
        table = other.table.clone();
        size = other.size;
        pages = other.pages.copy();
    }

    /** A copy that shares no later change with this one. */
    PackedRows copy() {
        return new PackedRows(this);
    }

    /** Bytes held for rows, those in use and others. */
    long bytes() {
        return pages.bytes();
    }

    /** Entries that a search for this key looks at, the last one included. */
    int steps(byte[] key) {
        int hash = hash(key);
        int last = table.length - 1;
        int entry = find(key, hash);
        int end = entry;
        if (entry < 0) {
            end = home(hash);
            while ((int) table[end] != NONE) {
                end = (end + 1) & last;
            }
        }
        return ((end - home(hash)) & last) + 1;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return get(key, hash(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        put(key, hash(key), value);
    }

    @Override
    public void delete(byte[] key) {
        delete(key, hash(key));
    }

    @Override
    public List<byte @Nullable []> getAll(List<byte[]> keys) {
        List<byte @Nullable []> values = new ArrayList<>(keys.size());
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            int count = Math.min(AT_ONCE, keys.size() - from);
            fetch(keys, from, count);
            for (int i = 0; i < count; i++) {
                values.add(get(keys.get(from + i), hashes[i]));
            }
        }
        return values;
    }

    @Override
    public void changeAll(List<byte[]> keys, List<byte @Nullable []> values) {
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            int count = Math.min(AT_ONCE, keys.size() - from);
            fetch(keys, from, count);
            for (int i = 0; i < count; i++) {
                byte[] value = values.get(from + i);
                if (value == null) {
                    delete(keys.get(from + i), hashes[i]);
                } else {
                    put(keys.get(from + i), hashes[i], value);
                }
            }
        }
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> visitor) {
        for (long entry : table) {
            int row = (int) entry;
            if (row != NONE) {
                visitor.accept(pages.key(row), pages.value(row));
            }
        }
    }

    private byte @Nullable [] get(byte[] key, int hash) {
        int entry = find(key, hash);
        return entry < 0 ? null : pages.value((int) table[entry]);
    }

    private void put(byte[] key, int hash, byte[] value) {
        int entry = find(key, hash);
        if (entry < 0) {
            insert(hash, pages.add(key, value));
            return;
        }
        int before = (int) table[entry];
        int row = pages.replace(before, key, value);
        if (row != before) {
            table[entry] = entry(hash, row);
        }
        packWhenLoose();
    }

    private void delete(byte[] key, int hash) {
        int entry = find(key, hash);
        if (entry >= 0) {
            pages.remove((int) table[entry]);
            remove(entry);
            packWhenLoose();
        }
    }

    /** Has the processor fetch all that is going to be looked at of several rows, in passes in which no step waits for the one before it. */
    private void fetch(List<byte[]> keys, int from, int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(keys.get(from + i));
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (int) table[home(hashes[i])];
        }
        for (int i = 0; i < count; i++) {
            int row = likely(hashes[i]);
            sum += row == NONE ? 0 : pages.fetch(row);
        }
        fetched = sum;
    }

    /** The row of a key of this hash, which is all but always the one that is looked for; 0 for none. */
    private int likely(int hash) {
        int last = table.length - 1;
        int at = home(hash);
        while ((int) table[at] != NONE && (int) (table[at] >>> Integer.SIZE) != hash) {
            at = (at + 1) & last;
        }
        return (int) table[at];
    }

    /** Gives back what nothing is in. Takes as long as there are rows, of which at least as many have left since the last time. */
    private void packWhenLoose() {
        if (!pages.loose()) {
            return;
        }
        Pages packed = new Pages();
        for (int i = 0; i < table.length; i++) {
            int row = (int) table[i];
            if (row != NONE) {
                table[i] = entry((int) (table[i] >>> Integer.SIZE), packed.takeOver(pages, row));
            }
        }
        packed.moved();
        pages = packed;
        int length = Math.max(SMALLEST, 4 * Integer.highestOneBit(size));
        if (length < table.length) {
            resize(length);
        }
    }

    // ---- the table

    /**
     * Eight neighbouring numbers have neighbouring entries, a processor's fetch of them: rows of such are written and read at about the same time. No more
     * than eight, as others would have to be looked for beyond all of them.
     */
    private static int hash(byte[] key) {
        if (key.length == Long.BYTES) {
            long number = (long) LONG.get(key, 0);
            return (int) (mix(0, number >>> 3) >>> Integer.SIZE) << 3 | (int) number & 7;
        }
        int whole = key.length & -Long.BYTES;
        long mixed = key.length;
        for (int at = 0; at < whole; at += Long.BYTES) {
            mixed = mix(mixed, (long) LONG.get(key, at));
        }
        long rest = 0;
        for (int at = whole; at < key.length; at++) {
            rest = rest << Byte.SIZE | key[at] & 0xFF;
        }
        return (int) (mix(mixed, rest) >>> Integer.SIZE);
    }

    private static long mix(long before, long more) {
        long product = (before ^ more) * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 29;
    }

    private static long entry(int hash, int row) {
        return (long) hash << Integer.SIZE | row;
    }

    private int home(int hash) {
        return hash & (table.length - 1);
    }

    /** The entry of a key, negative when there is none. */
    private int find(byte[] key, int hash) {
        int last = table.length - 1;
        for (int at = home(hash); ; at = (at + 1) & last) {
            long entry = table[at];
            if ((int) entry == NONE) {
                return -1;
            }
            if ((int) (entry >>> Integer.SIZE) == hash && pages.holds((int) entry, key)) {
                return at;
            }
        }
    }

    private void insert(int hash, int row) {
        if (++size > table.length / 2) {
            resize(table.length * 2);
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

    private void resize(int length) {
        long[] before = table;
        table = new long[length];
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
}

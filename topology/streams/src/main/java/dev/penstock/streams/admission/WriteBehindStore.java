package dev.penstock.streams.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what is written to a store on disk, so that rows which change several times within moments, as the engine's do, are written there
 * once and in batches. A task of Kafka Streams writes it in one thread, so this is not safe for more.
 *
 * <p>Nothing depends on when the disk is written: the changelog, which lies in front of this store and is held back by nothing, is what makes a
 * row durable. Under exactly-once the files on disk count only after an orderly close, before which Kafka Streams flushes, and so drains, every
 * store; after anything else they are thrown away and restored from the changelog, past this class.
 */
final class WriteBehindStore implements KeyValueStore<Bytes, byte[]> {
    /** Rows held back at most; a store has as many slots' worth of them as its process owns slots. */
    static final int MAX_ROWS = 4_096;

    /** Bytes of keys and values held back at most. */
    static final int MAX_BYTES = 1 << 20;

    private static final byte[] DELETED = new byte[0];

    private final KeyValueStore<Bytes, byte[]> disk;
    private final Map<Bytes, byte[]> pending = new HashMap<>();
    private long pendingBytes;

    WriteBehindStore(KeyValueStore<Bytes, byte[]> disk) {
        this.disk = disk;
    }

    @Override
    public String name() {
        return disk.name();
    }

    /** The disk registers itself for restoration, so that restored rows go straight there. */
    @Override
    public void init(StateStoreContext context, StateStore root) {
        forget();
        disk.init(context, root);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        byte[] held = value == null ? DELETED : value;
        byte[] before = pending.put(key, held);
        pendingBytes += held.length - (before == null ? -key.get().length : before.length);
        if (pending.size() >= MAX_ROWS || pendingBytes >= MAX_BYTES) {
            drain();
        }
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        byte[] held = pending.get(key);
        return held == null ? disk.get(key) : held == DELETED ? null : held;
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        drain();
        return disk.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        drain();
        return disk.all();
    }

    @Override
    public long approximateNumEntries() {
        return disk.approximateNumEntries() + pending.size();
    }

    @Override
    public void flush() {
        drain();
        disk.flush();
    }

    @Override
    public void close() {
        forget();
        disk.close();
    }

    @Override
    public boolean persistent() {
        return disk.persistent();
    }

    @Override
    public boolean isOpen() {
        return disk.isOpen();
    }

    @Override
    public Position getPosition() {
        return disk.getPosition();
    }

    private void drain() {
        if (pending.isEmpty()) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>(pending.size());
        pending.forEach((key, value) -> rows.add(row(key, value == DELETED ? null : value)));
        disk.putAll(rows);
        forget();
    }

    private static KeyValue<Bytes, byte[]> row(Bytes key, byte @Nullable [] value) {
        return KeyValue.<Bytes, byte @Nullable []>pair(key, value);
    }

    private void forget() {
        pending.clear();
        pendingBytes = 0;
    }
}

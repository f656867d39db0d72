package dev.penstock.streams.admission;

import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that all stores of an application share: one cache of blocks, out of which write buffers are paid too, so that the number of
 * slots does not multiply it.
 */
public final class RocksDbMemory implements AutoCloseable {
    static final long CACHE_BYTES = 128L << 20;
    static final long WRITE_BUFFERS_BYTES = 64L << 20;

    private static final double BLOOM_BITS_PER_KEY = 10;

    /** Of the cache, for indexes and filters before anything else: rows read once, as those of long queues are, do not push them out. */
    private static final double INDEX_SHARE = 0.5;

    private static final int SHARDS_BY_SIZE = -1;

    private final Cache cache;
    // Most reads are of rows that are in a write buffer or nowhere; the filter spares the second kind the disk.
    private final BloomFilter filter;
    private final WriteBufferManager writeBuffers;

    public RocksDbMemory() {
        RocksDB.loadLibrary();
        filter = new BloomFilter(BLOOM_BITS_PER_KEY);
        cache = new LRUCache(CACHE_BYTES, SHARDS_BY_SIZE, false, INDEX_SHARE);
        writeBuffers = new WriteBufferManager(WRITE_BUFFERS_BYTES, cache);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    BloomFilter filter() {
        return filter;
    }

    /** Only once no store is open. */
    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
        filter.close();
    }
}

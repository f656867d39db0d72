package dev.penstock.streams.admission;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.Options;

/** Fits many small stores into a bounded memory; expects a {@link RocksDbMemory} among the application's configuration. */
public final class SmallRocksDb implements RocksDBConfigSetter {
    /** Configuration key of the {@link RocksDbMemory}. */
    public static final String MEMORY = "penstock.rocksdb.memory";

    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final int BLOCK_BYTES = 8 << 10;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(MEMORY) instanceof RocksDbMemory memory)) {
            throw new IllegalStateException("The setting " + MEMORY + " is missing");
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setBlockSize(BLOCK_BYTES);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        // Rows are read by their whole keys only: a hash finds one in its block sooner than a search does.
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(memory.filter());
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setMaxBackgroundJobs(2);
    }

    @Override
    public void close(String storeName, Options options) {
        // What was set here is the application's and outlives each store.
    }
}

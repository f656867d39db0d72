package dev.penstock.streams.admission;

import dev.penstock.admission.Table;
import dev.penstock.schemas.Limits;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The admission application's state stores: one per table of the core. Names are part of changelog topics' names, so they stay. */
final class AdmissionStores {
    /**
     * Deleted rows leave tombstones behind; a store that comes back after longer than this could keep rows that were deleted meanwhile, which is
     * why it is Kafka's own generous default, spelled out.
     */
    private static final long TOMBSTONE_RETENTION_MILLIS = 86_400_000;

    private static final int SEGMENT_BYTES = 64 << 20;

    private AdmissionStores() {}

    static String name(Table table) {
        return table.name().toLowerCase(Locale.ROOT);
    }

    static String[] names() {
        return Arrays.stream(Table.values()).map(AdmissionStores::name).toArray(String[]::new);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(Table table, StoreKind kind) {
        KeyValueBytesStoreSupplier supplier =
                switch (kind) {
                    case ROCKSDB -> new WriteBehind(Stores.persistentKeyValueStore(name(table)));
                    case MEMORY -> Stores.inMemoryKeyValueStore(name(table));
                };
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        "cleanup.policy", "compact",
                        "segment.bytes", Integer.toString(SEGMENT_BYTES),
                        "delete.retention.ms", Long.toString(TOMBSTONE_RETENTION_MILLIS),
                        "max.message.bytes", Integer.toString(Limits.MAX_RECORD_BYTES)));
    }

    /** Supplies a store on disk behind a {@link WriteBehindStore}. */
    private record WriteBehind(KeyValueBytesStoreSupplier disk) implements KeyValueBytesStoreSupplier {
        @Override
        public String name() {
            return disk.name();
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new WriteBehindStore(disk.get());
        }

        @Override
        public String metricsScope() {
            return disk.metricsScope();
        }
    }
}

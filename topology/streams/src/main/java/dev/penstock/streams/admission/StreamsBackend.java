package dev.penstock.streams.admission;

import dev.penstock.admission.Backend;
import dev.penstock.admission.KeyValues;
import dev.penstock.admission.Table;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The engine's tables as state stores of one Kafka Streams task. */
final class StreamsBackend implements Backend {
    private final Map<Table, KeyValues> tables = new EnumMap<>(Table.class);

    /** @param stores the task's store of a name */
    StreamsBackend(Function<String, KeyValueStore<Bytes, byte[]>> stores) {
        for (Table table : Table.values()) {
            tables.put(table, new StoreKeyValues(stores.apply(AdmissionStores.name(table))));
        }
    }

    @Override
    public KeyValues table(Table table) {
        KeyValues rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("No store for " + table);
        }
        return rows;
    }

    private record StoreKeyValues(KeyValueStore<Bytes, byte[]> store) implements KeyValues {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(Bytes.wrap(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(Bytes.wrap(key), value);
        }

        /** A put of null, since the store's own delete first reads the old value. */
        @Override
        public void delete(byte[] key) {
            store.put(Bytes.wrap(key), null);
        }

        @Override
        public void forEach(BiConsumer<byte[], byte[]> row) {
            try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
                while (rows.hasNext()) {
                    KeyValue<Bytes, byte[]> next = rows.next();
                    row.accept(next.key.get(), next.value);
                }
            }
        }
    }
}

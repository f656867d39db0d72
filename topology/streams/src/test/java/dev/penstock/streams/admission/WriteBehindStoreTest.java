package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest {
    private final KeyValueStore<Bytes, byte[]> disk =
            Stores.inMemoryKeyValueStore("disk").get();
    private final WriteBehindStore store = new WriteBehindStore(disk);

    @Test
    void shouldHoldRowsBackUntilItIsFlushed() {
        store.put(key(1), new byte[] {7});
        store.put(key(1), new byte[] {8});
        assertThat(store.get(key(1))).containsExactly(8);
        assertThat(disk.get(key(1))).isNull();

        store.flush();
        assertThat(disk.get(key(1))).containsExactly(8);
        assertThat(store.get(key(1))).containsExactly(8);
    }

    @Test
    void shouldHideARowOnDiskThatIsDeleted() {
        store.put(key(1), new byte[0]);
        store.flush();
        assertThat(store.get(key(1))).isEmpty();

        store.put(key(1), null);
        assertThat(store.get(key(1))).isNull();
        store.flush();
        assertThat(disk.get(key(1))).isNull();
    }

    @Test
    void shouldHoldBackNoMoreThanItMay() {
        for (int i = 0; i < WriteBehindStore.MAX_ROWS - 1; i++) {
            store.put(key(i), new byte[] {1});
        }
        assertThat(disk.approximateNumEntries()).isZero();

        store.put(key(-1), new byte[] {1});
        assertThat(disk.approximateNumEntries()).isEqualTo(WriteBehindStore.MAX_ROWS);

        store.put(key(1), new byte[WriteBehindStore.MAX_BYTES]);
        assertThat(disk.get(key(1))).hasSize(WriteBehindStore.MAX_BYTES);
    }

    @Test
    void shouldEqualASortedMapWhateverIsDoneToIt() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        Map<Bytes, byte[]> model = new TreeMap<>();
        for (int i = 0; i < 50_000; i++) {
            Bytes key = key(random.nextInt(6_000));
            if (random.nextInt(3) == 0) {
                store.put(key, null);
                model.remove(key);
            } else {
                byte[] value = new byte[random.nextInt(40)];
                random.nextBytes(value);
                store.put(key, value);
                model.put(key, value);
            }
            assertThat(store.get(key)).as("seed " + seed + ", step " + i).isEqualTo(model.get(key));
        }
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(rows::add);
        }
        assertThat(rows).extracting(row -> row.key).containsExactlyElementsOf(model.keySet());
        assertThat(rows).allSatisfy(row -> assertThat(row.value).isEqualTo(model.get(row.key)));
    }

    private static Bytes key(int number) {
        return Bytes.wrap(new byte[] {(byte) (number >> 8), (byte) number, (byte) (number >> 16)});
    }
}

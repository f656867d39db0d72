package dev.penstock.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NarrowingIndexTest {
    private static final Document GUARDED = id("a").append("offset", new Document("$lt", 7));

    private final Index<Object> plain = new Rows(new IndexKey("_id", true));
    private final Index<Object> index = NarrowingIndex.of(plain, false);

    @Test
    void shouldServeAGuardedUpdate() {
        plain.add(id("a"), 1, null);
        plain.add(id("b"), 2, null);

        assertThat(plain.canHandle(GUARDED)).isFalse();
        assertThat(index.canHandle(GUARDED)).isTrue();
        assertThat(index.getPositions(GUARDED)).containsExactly(1);
        assertThat(index.getPositions(id("c").append("offset", 3))).isEmpty();
    }

    @Test
    void shouldServeOneThatADriverMade() {
        plain.add(id("a"), 1, null);
        Document all = new Document("$and", List.of(new Document("offset", new Document("$lt", 7)), id("a")));

        assertThat(index.canHandle(all)).isTrue();
        assertThat(index.getPositions(all)).containsExactly(1);
        assertThat(index.canHandle(new Document("$or", List.of(id("a"), id("b")))))
                .isFalse();
    }

    @Test
    void shouldServeWhatTheOtherServes() {
        plain.add(id("a"), 1, null);
        Document oneOf = id(new Document("$in", List.of("a", "b")));

        assertThat(index.canHandle(oneOf)).isTrue();
        assertThat(index.getPositions(oneOf)).containsExactly(1);
        assertThat(index.getPositions(id("a"))).containsExactly(1);
    }

    @Test
    void shouldNotServeWhatItsKeyDoesNotNarrow() {
        assertThat(index.canHandle(new Document("offset", 3))).isFalse();
        assertThat(index.canHandle(id(new Document("$gt", "a")).append("offset", 3)))
                .isFalse();
    }

    @Test
    void shouldLeaveIndexesOfSeveralFieldsAndSparseOnesAsTheyAre() {
        Index<Object> ofTwo = new Rows(new IndexKey("a", true), new IndexKey("b", true));

        assertThat(NarrowingIndex.of(ofTwo, false)).isSameAs(ofTwo);
        assertThat(NarrowingIndex.of(plain, true)).isSameAs(plain);
    }

    private static Document id(Object value) {
        return new Document("_id", value);
    }

    /** The server's own kind of index, in memory. */
    private static final class Rows extends AbstractUniqueIndex<Object> {
        private final Map<KeyValue, Object> positions = new HashMap<>();

        Rows(IndexKey... keys) {
            super("test", List.of(keys), false);
        }

        @Override
        protected @Nullable Object removeDocument(KeyValue key) {
            return positions.remove(key);
        }

        @Override
        protected boolean putKeyPosition(KeyValue key, Object position) {
            return positions.putIfAbsent(key, position) == null;
        }

        @Override
        protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
            return positions.entrySet();
        }

        @Override
        protected @Nullable Object getPosition(KeyValue key) {
            return positions.get(key);
        }

        @Override
        public long getCount() {
            return positions.size();
        }

        @Override
        public long getDataSize() {
            return positions.size();
        }
    }
}

package dev.penstock.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A unique index of one field that also serves queries with more conditions than that field's. The server looks at all documents of a collection for those, since its own
 * index knows only queries for its key and nothing else; so each guarded update ({@code _id} and, say, an offset) would cost as much as there are documents. What it finds
 * is held against the whole query by the collection.
 */
final class NarrowingIndex extends Index<Object> {
    private static final String AND = "$and";

    private final Index<Object> index;
    private final String key;

    private NarrowingIndex(Index<Object> index, String key) {
        super(index.getName(), index.getKeys(), false);
        this.index = index;
        this.key = key;
    }

    /** @param sparse whether it leaves out documents without its fields; such a one, or one of several fields, is returned as it is */
    static Index<Object> of(Index<Object> index, boolean sparse) {
        boolean ofOne = !sparse && index.getKeys().size() == 1;
        return ofOne ? new NarrowingIndex(index, index.getKeys().getFirst().getKey()) : index;
    }

    @Override
    public boolean canHandle(Document query) {
        return index.canHandle(narrowed(query));
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        return index.getPositions(narrowed(query));
    }

    /** What a query asks of the key, where all that it finds must have one value of it; else the query. */
    private Document narrowed(Document query) {
        Object value = valueOfKey(query);
        if (value != null) {
            return new Document(key, value);
        }
        return query.get(AND) instanceof Collection<?> all
                ? all.stream()
                        .map(each -> each instanceof Document one ? valueOfKey(one) : null)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(each -> new Document(key, each))
                        .orElse(query)
                : query;
    }

    private @Nullable Object valueOfKey(Document query) {
        Object value = query.get(key);
        return value instanceof Document ? null : value;
    }

    @Override
    public Object getPosition(Document document) {
        return index.getPosition(document);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        index.checkAdd(document, collection);
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        index.add(document, position, collection);
    }

    @Override
    public Object remove(Document document) {
        return index.remove(document);
    }

    @Override
    public long getCount() {
        return index.getCount();
    }

    @Override
    public boolean isEmpty() {
        return index.isEmpty();
    }

    @Override
    public long getDataSize() {
        return index.getDataSize();
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        index.checkUpdate(before, after, collection);
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        index.updateInPlace(before, after, position, collection);
    }

    @Override
    public boolean isUnique() {
        return index.isUnique();
    }

    @Override
    public void drop() {
        index.drop();
    }
}

package dev.penstock.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Documents for readers that know no driver: as maps of the JDK's own values, binary data as {@code byte[]}. Each question waits for its answer, for as long as the client
 * does, and throws {@link IllegalStateException} when there is none.
 */
public final class TenantDocuments {
    private final Mongo mongo;

    public TenantDocuments(Mongo mongo) {
        this.mongo = mongo;
    }

    /** Names of all databases, others' too. */
    public Collection<String> databases() {
        return answered(() -> Answers.await(mongo.client().listDatabaseNames()));
    }

    /** Those of {@code ids} that are there; none where there is no such collection. */
    public List<Map<String, @Nullable Object>> find(String database, String collection, Collection<?> ids) {
        return answered(() -> plain(Answers.await(at(database, collection).find(Filters.in("_id", ids)))));
    }

    /** Hands over all documents, {@code portion} of them at a time, each with its id and {@code fields}. */
    public void scan(
            String database,
            String collection,
            Collection<String> fields,
            int portion,
            Consumer<List<Map<String, @Nullable Object>>> sink) {
        var found = at(database, collection)
                .find()
                .projection(Projections.include(List.copyOf(fields)))
                .batchSize(portion);
        answered(() -> {
            Portions.each(found, portion, documents -> sink.accept(plain(documents)));
            return true;
        });
    }

    private MongoCollection<Document> at(String database, String collection) {
        return mongo.client().getDatabase(database).getCollection(collection);
    }

    private <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoTimeoutException e) {
            // Its own words are those of the driver's insides.
            throw new IllegalStateException("MongoDB at " + addresses() + " does not answer in time", e);
        } catch (MongoException e) {
            throw new IllegalStateException("MongoDB at " + addresses() + " does not answer: " + e.getMessage(), e);
        }
    }

    /** Without the user and password that a URL may hold. */
    private String addresses() {
        return mongo.client().getClusterDescription().getServerDescriptions().stream()
                .map(server -> server.getAddress().toString())
                .collect(Collectors.joining(", "));
    }

    private static List<Map<String, @Nullable Object>> plain(List<Document> documents) {
        List<Map<String, @Nullable Object>> plain = new ArrayList<>(documents.size());
        documents.forEach(document -> plain.add(plain(document)));
        return plain;
    }

    private static Map<String, @Nullable Object> plain(Map<?, ?> document) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        document.forEach((name, value) -> plain.put(String.valueOf(name), value(value)));
        return plain;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Binary binary -> binary.getData();
            case Map<?, ?> map -> plain(map);
            case List<?> list -> {
                List<@Nullable Object> values = new ArrayList<>(list.size());
                list.forEach(item -> values.add(value(item)));
                yield values;
            }
            default -> value;
        };
    }
}

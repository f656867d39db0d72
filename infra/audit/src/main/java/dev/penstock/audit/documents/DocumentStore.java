package dev.penstock.audit.documents;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the documents are. They come as maps of the JDK's own values: {@code String}, {@code Boolean}, {@code Number}, {@code Date}, {@code byte[]}, {@code List} and {@code Map};
 * so the audit knows no driver. Whatever is asked waits for the answer, and throws {@link IllegalStateException} when there is none.
 *
 * @param databases names of all databases
 */
public record DocumentStore(Supplier<? extends Collection<String>> databases, Lookup lookup, Scan scan) {
    /** Finds documents by their ids. */
    @FunctionalInterface
    public interface Lookup {
        /** Those of {@code ids} that are there, in any order; none where there is no such collection. */
        List<Map<String, @Nullable Object>> find(String database, String collection, Collection<?> ids);
    }

    /** Goes through a collection. */
    @FunctionalInterface
    public interface Scan {
        /** Hands over all documents, {@code portion} of them at a time, with {@code fields} of each and its id. */
        void each(
                String database,
                String collection,
                Collection<String> fields,
                int portion,
                Consumer<List<Map<String, @Nullable Object>>> sink);
    }
}

package dev.penstock.workers.parents;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Where results of tasks that have succeeded are looked up. Used by many threads at once. */
public interface ParentResults extends AutoCloseable {
    /**
     * The results that are there, by task; those of a tenant's tasks that have not succeeded, or not come this far yet, are missing.
     *
     * @throws IOException when they cannot be looked up now
     */
    Map<UUID, String> find(String tenant, Collection<UUID> tasks) throws IOException;

    @Override
    default void close() {}
}

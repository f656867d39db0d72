package dev.penstock.workers.output;

import dev.penstock.runtime.output.OutputSchema;
import java.io.IOException;

/** Where schemas are found by whoever takes an output that comes by callback. */
@FunctionalInterface
public interface SchemaStore extends AutoCloseable {
    /**
     * Returns once the schema can be found by its id.
     *
     * @throws IOException when that cannot be had now
     */
    void ensure(OutputSchema schema) throws IOException;

    @Override
    default void close() {}
}

package dev.penstock.ingest.callbacks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.Plans;
import dev.penstock.schemas.v1.CallbackGrant;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Holds an output that comes by callback against what its role had to make when its task went out: a plan, or what satisfies the schema that the
 * token names and the worker has put into the table {@code output_schemas}.
 */
final class CallbackOutputs {
    /** Schemas that are kept ready; one more and all are read anew. */
    static final int MAX_READY = 200;

    private static final int RETRY_SECONDS = 5;

    private final JdbcClient jdbc;
    private final Map<ByteBuffer, OutputSchema> ready = new ConcurrentHashMap<>();

    CallbackOutputs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Ends with a problem that says what is wrong, when something is: the attempt goes on, and its runtime may try again. */
    void require(CallbackGrant grant, String output) {
        complaint(grant, output).ifPresent(wrong -> {
            throw Problem.of(ProblemType.INVALID_OUTPUT, wrong).exception();
        });
    }

    private Optional<String> complaint(CallbackGrant grant, String output) {
        if (grant.getPlans()) {
            return switch (Plans.read(output)) {
                case Plans.Read.Good ignored -> Optional.empty();
                case Plans.Read.Bad(String message) -> Optional.of(message);
            };
        }
        if (grant.getSchemaId().isEmpty()) {
            return Optional.empty();
        }
        return schema(grant.getSchemaId().toByteArray())
                .complaint(output)
                .map(fault -> "The output does not satisfy its role's schema: " + fault);
    }

    private OutputSchema schema(byte[] id) {
        ByteBuffer key = ByteBuffer.wrap(id);
        OutputSchema known = ready.get(key);
        if (known != null) {
            return known;
        }
        OutputSchema schema = jdbc.sql("SELECT text FROM output_schemas WHERE schema_id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .map(OutputSchema::parse)
                // Written before the task went out: only a database that lost rows has none, and unchecked is not
                // taken.
                .orElseThrow(() -> Problem.unavailable("The role's output schema is not here.", RETRY_SECONDS)
                        .exception());
        if (ready.size() >= MAX_READY) {
            ready.clear();
        }
        ready.put(key, schema);
        return schema;
    }
}

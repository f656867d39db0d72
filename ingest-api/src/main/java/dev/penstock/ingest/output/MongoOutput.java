package dev.penstock.ingest.output;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.FindPublisher;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.mongo.TenantDatabase;
import dev.penstock.schemas.v1.OutputChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** {@code stream_buffer} and {@code deliverables} of a tenant's database, which the projections fill. */
final class MongoOutput implements OutputWindow {
    private static final long LIMIT_MILLIS = 2_000;

    private final Mongo mongo;

    MongoOutput(Mongo mongo) {
        this.mongo = mongo;
    }

    @Override
    public List<OutputChunk> from(String tenant, UUID task, long grant, int number, int limit) {
        Optional<Document> buffer = find(tenant, task, TenantCollection.STREAM_BUFFER);
        if (buffer.isEmpty() || buffer.get().getLong("grant") < grant) {
            return List.of();
        }
        Document found = buffer.get();
        int from = found.getLong("grant") == grant ? number : 0;
        List<OutputChunk> pieces = new ArrayList<>();
        for (Document piece : found.getList("pieces", Document.class)) {
            if (piece.getInteger("n") >= from && pieces.size() < limit) {
                pieces.add(piece(tenant, task, found, piece));
            }
        }
        return pieces;
    }

    /** The finished output; empty where there is none, or none yet. */
    Optional<Deliverable> deliverable(String tenant, UUID task) {
        return find(tenant, task, TenantCollection.DELIVERABLES)
                .map(found -> new Deliverable(
                        task,
                        found.getString("role"),
                        found.getInteger("attempt"),
                        found.getDate("at").toInstant(),
                        found.getInteger("bytes"),
                        found.getString("sha256"),
                        found.getString("output")));
    }

    private Optional<Document> find(String tenant, UUID task, TenantCollection collection) {
        if (!TenantDatabase.isTenant(tenant)) {
            return Optional.empty();
        }
        try {
            FindPublisher<Document> found = mongo.collection(tenant, collection)
                    .find(Filters.eq("_id", task.toString()))
                    .maxTime(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .limit(1);
            return Answers.await(found).stream().findFirst();
        } catch (MongoException e) {
            throw new UnavailableException(e);
        }
    }

    private static OutputChunk piece(String tenant, UUID task, Document buffer, Document piece) {
        int number = piece.getInteger("n");
        return OutputChunk.newBuilder()
                .setTenant(tenant)
                .setTaskId(task.toString())
                .setAttempt(buffer.getInteger("attempt"))
                .setGrantedAtMillis(buffer.getLong("grant"))
                .setNumber(number)
                .setText(piece.getString("text"))
                .setRestarts(number > 1 && number == buffer.getInteger("first"))
                .setLast(buffer.getBoolean("ended") && number == buffer.getInteger("last"))
                .build();
    }
}

package dev.penstock.projections;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.OutputChunk;
import java.util.Date;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/**
 * What each task's agent makes or made last, a document a task, as {@code stream_buffer}. A document holds the pieces that are not void; each of them is added once, as
 * the document knows the offset of its latest one, and what comes of an attempt that another one has followed is not added at all.
 */
final class OutputDocuments implements MongoDocuments {
    @Override
    public String name() {
        return "mongo_output";
    }

    @Override
    public String topic() {
        return Topics.STREAM;
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public void add(ConsumerRecord<byte[], byte[]> record, Writes writes) throws MalformedRecordException {
        OutputChunk chunk = Chunks.read(record);
        MongoDocuments.tenant(chunk.getTenant());
        String task = chunk.getTaskId();
        long grant = chunk.getGrantedAtMillis();
        long offset = record.offset();
        Date at = new Date(Times.bounded(chunk.getAtMillis()));
        Document piece = new Document("n", chunk.getNumber()).append("text", chunk.getText());
        if (Chunks.begins(chunk)) {
            // Made first, so that what follows is a plain update: an upsert that is refused by its filter would be an
            // error.
            add(
                    writes,
                    chunk,
                    new UpdateOneModel<>(
                            eq("_id", task),
                            combine(
                                    setOnInsert("grant", -1L),
                                    setOnInsert("offset", -1L),
                                    setOnInsert("at", at),
                                    setOnInsert("pieces", List.of())),
                            new UpdateOptions().upsert(true)));
            add(
                    writes,
                    chunk,
                    new UpdateOneModel<>(
                            and(eq("_id", task), lte("grant", grant), lt("offset", offset)),
                            combine(
                                    set("attempt", chunk.getAttempt()),
                                    set("grant", grant),
                                    set("first", chunk.getNumber()),
                                    set("last", chunk.getNumber()),
                                    set("ended", chunk.getLast()),
                                    set("pieces", List.of(piece)),
                                    set("at", at),
                                    set("offset", offset))));
        } else {
            add(
                    writes,
                    chunk,
                    new UpdateOneModel<>(
                            and(eq("_id", task), eq("grant", grant), lt("offset", offset)),
                            combine(
                                    set("last", chunk.getNumber()),
                                    set("ended", chunk.getLast()),
                                    push("pieces", piece),
                                    set("at", at),
                                    set("offset", offset))));
        }
    }

    private static void add(Writes writes, OutputChunk chunk, UpdateOneModel<Document> write) {
        writes.add(chunk.getTenant(), TenantCollection.STREAM_BUFFER, write);
    }
}

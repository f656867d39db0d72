package dev.penstock.projections;

import static com.mongodb.client.model.Filters.eq;

import com.google.protobuf.InvalidProtocolBufferException;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/** Every event of a tenant as {@code task_events}, and what a task that succeeded has made as {@code deliverables}. Neither changes once it is there. */
final class EventDocuments implements MongoDocuments {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    @Override
    public String name() {
        return "mongo_events";
    }

    @Override
    public String topic() {
        return Topics.EVENTS;
    }

    @Override
    public boolean ordered() {
        return false;
    }

    @Override
    public void add(ConsumerRecord<byte[], byte[]> record, Writes writes) throws MalformedRecordException {
        Event event;
        try {
            event = Event.parseFrom(record.value());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedRecordException("Not an Event: " + e.getMessage(), e);
        }
        if (event.getSeq() <= 0) {
            // Of a tenant that the engine does not know: it has no database.
            return;
        }
        String tenant = MongoDocuments.tenant(event.getTenant());
        boolean delivers = event.hasSucceeded() && event.hasTask();
        String task = delivers ? Texts.uuid("task_id", event.getTask().getTaskId()) : "";
        writes.add(tenant, TenantCollection.TASK_EVENTS, insert(event.getSeq(), document(event, record.offset())));
        if (delivers) {
            writes.add(tenant, TenantCollection.DELIVERABLES, insert(task, deliverable(event, record.offset())));
        }
    }

    private static UpdateOneModel<Document> insert(Object id, Document document) {
        return new UpdateOneModel<>(eq("_id", id), new Document("$setOnInsert", document), UPSERT);
    }

    private static Document document(Event event, long offset) {
        Document document = new Document("offset", offset)
                .append("at", at(event))
                .append("kind", event.getKindCase().name().toLowerCase(Locale.ROOT));
        if (event.hasTask()) {
            document.append("task", event.getTask().getTaskId());
            describe(event.getTask(), document);
        }
        return document.append("body", ProtoDocuments.body(event));
    }

    private static Document deliverable(Event event, long offset) {
        TaskSucceeded succeeded = event.getSucceeded();
        byte[] output = succeeded.getOutput().getBytes(StandardCharsets.UTF_8);
        Document document = new Document();
        describe(event.getTask(), document);
        return document.append("attempt", succeeded.getAttempt())
                .append("output", succeeded.getOutput())
                .append("bytes", output.length)
                .append("sha256", sha256(output))
                .append("usage", ProtoDocuments.of(succeeded.getUsage()))
                .append("at", at(event))
                .append("seq", event.getSeq())
                .append("offset", offset);
    }

    private static void describe(TaskRef task, Document document) {
        document.append("role", task.getRole());
        if (task.getTier() != Tier.TIER_UNSPECIFIED && task.getTier() != Tier.UNRECOGNIZED) {
            document.append("tier", Topics.tierName(task.getTier()));
        }
        if (!task.getCampaign().isEmpty()) {
            document.append("campaign", task.getCampaign());
        }
    }

    private static Date at(Event event) {
        return new Date(Times.bounded(event.getAtMillis()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

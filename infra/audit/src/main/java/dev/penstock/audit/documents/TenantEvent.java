package dev.penstock.audit.documents;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.v1.Event;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event that has a document, where the log has it. */
record TenantEvent(Event event, long offset) {
    private static final Pattern TASK =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** What becomes of a record. */
    enum Fate {
        /** It has a document. */
        KEPT,
        /** It is of a tenant that the engine does not know, who has no database. */
        PASSED_OVER,
        /** The projection dead-letters it. */
        REFUSED
    }

    /** @throws InvalidProtocolBufferException when it is no event */
    static TenantEvent of(ConsumerRecord<byte[], byte[]> record) throws InvalidProtocolBufferException {
        return new TenantEvent(Event.parseFrom(record.value() == null ? new byte[0] : record.value()), record.offset());
    }

    Fate fate() {
        if (event.getSeq() <= 0) {
            return Fate.PASSED_OVER;
        }
        boolean good = TenantDatabases.isTenant(event.getTenant())
                && (!delivers() || TASK.matcher(task()).matches());
        return good ? Fate.KEPT : Fate.REFUSED;
    }

    String tenant() {
        return event.getTenant();
    }

    /** Empty for none. */
    String task() {
        return event.getTask().getTaskId();
    }

    /** Whether a finished output comes of it. */
    boolean delivers() {
        return event.hasSucceeded() && event.hasTask();
    }

    /** What its document of {@code kind} is found by. */
    Object id(Kind kind) {
        return switch (kind) {
            case DELIVERABLES -> task();
            case TASK_EVENTS -> event.getSeq();
        };
    }
}

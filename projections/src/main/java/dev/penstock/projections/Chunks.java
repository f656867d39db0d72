package dev.penstock.projections;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.OutputChunk;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads pieces of output off the log. */
final class Chunks {
    private Chunks() {}

    static OutputChunk read(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        OutputChunk chunk;
        try {
            chunk = OutputChunk.parseFrom(record.value());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedRecordException("Not an OutputChunk: " + e.getMessage(), e);
        }
        Texts.tenant(chunk.getTenant());
        Texts.uuid("task_id", chunk.getTaskId());
        if (chunk.getAttempt() < 1 || chunk.getNumber() < 1 || chunk.getGrantedAtMillis() < 0) {
            throw new MalformedRecordException("Expected an attempt, a number and a grant", null);
        }
        if (chunk.getTextBytes().size() > Limits.MAX_CHUNK_BYTES) {
            throw new MalformedRecordException(
                    "Expected a piece of at most " + Limits.MAX_CHUNK_BYTES + " bytes", null);
        }
        return chunk;
    }

    /** Whether nothing before it counts any more. */
    static boolean begins(OutputChunk chunk) {
        return chunk.getNumber() == 1 || chunk.getRestarts();
    }
}

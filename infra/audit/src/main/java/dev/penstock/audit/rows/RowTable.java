package dev.penstock.audit.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A table that a projection keeps: how its rows come of records, and how they are read. */
interface RowTable {
    String name();

    /** Reads the rows of some tenants, one parameter: {@code tenant, id, at}, and then columns by the names that {@link Row#columns()} gives them. */
    String select();

    /**
     * Folds the next record in.
     *
     * @throws InvalidProtocolBufferException when it cannot be read; the projection passes it over as well
     */
    void fold(ConsumerRecord<byte[], byte[]> record, Rows rows) throws InvalidProtocolBufferException;

    /** Whether rows can be told from their beginning even though retention has taken records before. */
    boolean tellsBeginnings();
}

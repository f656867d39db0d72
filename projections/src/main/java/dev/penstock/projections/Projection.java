package dev.penstock.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How the records of a topic become rows of a table. */
interface Projection {
    /** Its key in {@code projection_offsets}, and its name in metrics and health. */
    String name();

    /** The topic it reads. */
    String topic();

    /** An empty batch to fold records into. */
    Rows begin();

    /** The rows of one batch. */
    interface Rows {
        /**
         * Folds a record in; records of a partition come in their order.
         *
         * @throws MalformedRecordException when it cannot be read; the rows are as before
         */
        void add(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;

        /** How many rows it will write. */
        int count();

        /** Times that decide which partitions the rows go to, milliseconds since 1970-01-01T00:00Z. */
        Collection<Long> times();

        /** Writes them; not called when there are none. */
        void write(Connection connection) throws SQLException;
    }
}

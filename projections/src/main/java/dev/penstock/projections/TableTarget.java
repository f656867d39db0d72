package dev.penstock.projections;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a projection's rows and offsets in one transaction.
 *
 * <p>The offsets go first and only from the values that this process last saw. So a process that has lost its partitions without knowing
 * waits for the new owner's transaction, then finds other offsets and writes nothing.
 *
 * <p>Transactions commit with {@code synchronous_commit = off}: if PostgreSQL crashes, the latest of them may be gone, but rows and offsets
 * together, in order, and the events are still in Kafka; the next batch does not find its offsets, and they are projected again.
 */
final class TableTarget implements BatchTarget {
    private static final Logger LOG = LoggerFactory.getLogger(TableTarget.class);

    private final Projection projection;
    private final HikariDataSource pool;
    private final Consumer<byte[], byte[]> consumer;
    private final MonthPartitions months;
    private final DeadLetters deadLetters;
    private final LoopMetrics metrics;
    private final Map<Integer, Long> stored = new HashMap<>();

    TableTarget(
            Projection projection,
            HikariDataSource pool,
            Consumer<byte[], byte[]> consumer,
            MonthPartitions months,
            DeadLetters deadLetters,
            LoopMetrics metrics) {
        this.projection = projection;
        this.pool = pool;
        this.consumer = consumer;
        this.months = months;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
        Map<TopicPartition, Long> earliest = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (Connection connection = pool.getConnection()) {
            ProjectionOffsets offsets = new ProjectionOffsets(connection, projection);
            for (TopicPartition partition : partitions) {
                long from = offsets.loadOrInsert(partition.partition(), earliest.getOrDefault(partition, 0L));
                if (from < earliest.getOrDefault(partition, 0L)) {
                    LOG.error(
                            "{} should go on from {} of {}, but what is before {} has been deleted: its rows miss those events",
                            projection.name(),
                            from,
                            partition,
                            earliest.get(partition));
                }
                stored.put(partition.partition(), from);
                positions.put(partition, from);
            }
        }
        return positions;
    }

    @Override
    public void write(List<ConsumerRecord<byte[], byte[]>> batch)
            throws SQLException, FencedException, InterruptedException {
        Projection.Rows rows = fold(batch);
        months.ensure(rows.times());
        try {
            commit(batch, rows);
        } catch (SQLException e) {
            if (!isDataError(e)) {
                throw e;
            }
            isolate(batch, e);
        }
    }

    @Override
    public void close() {
        stored.clear();
    }

    private Projection.Rows fold(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        Projection.Rows rows = projection.begin();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                rows.add(record);
            } catch (MalformedRecordException e) {
                deadLetter(record, String.valueOf(e.getMessage()));
            }
        }
        return rows;
    }

    /** Whether the database refuses the values themselves, so that trying again cannot help: classes 22 (data), 23 (constraint), 54 (size). */
    private static boolean isDataError(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** Halves a batch until the record that the database refuses is alone, and dead-letters it. */
    private void isolate(List<ConsumerRecord<byte[], byte[]>> batch, SQLException refusal)
            throws SQLException, FencedException, InterruptedException {
        if (batch.size() > 1) {
            write(batch.subList(0, batch.size() / 2));
            write(batch.subList(batch.size() / 2, batch.size()));
            return;
        }
        deadLetter(batch.getFirst(), "PostgreSQL refuses it: " + refusal.getMessage());
        commit(batch, projection.begin());
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> record, String message) throws InterruptedException {
        deadLetters.send(record, message);
        metrics.deadLetter();
    }

    private void commit(List<ConsumerRecord<byte[], byte[]>> batch, Projection.Rows rows)
            throws SQLException, FencedException {
        Map<Integer, Long> next = next(batch);
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                relax(connection);
                new ProjectionOffsets(connection, projection).advance(stored, next);
                if (rows.count() > 0) {
                    rows.write(connection);
                }
                connection.commit();
            } catch (SQLException | FencedException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
        stored.putAll(next);
        metrics.rows(rows.count());
    }

    /** After a lost connection this fails too, and what failed first is what tells. */
    private static void rollback(Connection connection, Exception first) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }

    private static void relax(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL synchronous_commit TO off");
        }
    }

    private Map<Integer, Long> next(List<ConsumerRecord<byte[], byte[]>> batch) {
        Map<Integer, Long> next = new TreeMap<>();
        batch.forEach(record -> next.put(record.partition(), record.offset() + 1));
        for (Entry<Integer, Long> entry : next.entrySet()) {
            if (entry.getValue() <= stored.getOrDefault(entry.getKey(), 0L)) {
                throw new IllegalStateException(projection.name() + " stands at " + stored.get(entry.getKey()) + " of "
                        + projection.topic() + "-" + entry.getKey() + " but was given " + (entry.getValue() - 1)
                        + ". Was the topic made anew? Then empty projection_offsets and the tables.");
            }
        }
        return next;
    }
}

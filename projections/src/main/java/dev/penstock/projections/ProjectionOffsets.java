package dev.penstock.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** One projection's rows of {@code projection_offsets}, within the transaction of a connection. */
final class ProjectionOffsets {
    private final Connection connection;
    private final Projection projection;

    ProjectionOffsets(Connection connection, Projection projection) {
        this.connection = connection;
        this.projection = projection;
    }

    /** The offset to go on from; {@code first} becomes it where none is stored. */
    long loadOrInsert(int partition, long first) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO projection_offsets VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, projection.name());
            insert.setString(2, projection.topic());
            insert.setInt(3, partition);
            insert.setLong(4, first);
            insert.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT next_offset FROM projection_offsets WHERE projection = ? AND topic = ? AND partition = ?")) {
            select.setString(1, projection.name());
            select.setString(2, projection.topic());
            select.setInt(3, partition);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw new SQLException("The offset of " + projection.name() + " was deleted meanwhile");
                }
                return found.getLong(1);
            }
        }
    }

    /**
     * Moves from {@code expected} to {@code next} and holds the rows' locks until the transaction ends.
     *
     * @throws FencedException when one is not at what is expected; the caller rolls back
     */
    void advance(Map<Integer, Long> expected, Map<Integer, Long> next) throws SQLException, FencedException {
        String sql = """
        UPDATE projection_offsets o SET next_offset = n.next_offset
        FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS n(partition, expected, next_offset)
        WHERE o.projection = ? AND o.topic = ? AND o.partition = n.partition AND o.next_offset = n.expected
        """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setArray(1, connection.createArrayOf("int4", next.keySet().toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "int8",
                            next.keySet().stream()
                                    .map(p -> expected.getOrDefault(p, -1L))
                                    .toArray()));
            update.setArray(3, connection.createArrayOf("int8", next.values().toArray()));
            update.setString(4, projection.name());
            update.setString(5, projection.topic());
            int moved = update.executeUpdate();
            if (moved != next.size()) {
                throw new FencedException((next.size() - moved) + " of " + next.size() + " partitions of "
                        + projection.topic() + " were advanced by another process");
            }
        }
    }
}

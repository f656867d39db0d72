package dev.penstock.audit.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import javax.sql.DataSource;

/** The database as it was at one moment: rows and how far they are told by the projection go together. Rows are read a portion at a time. */
final class Snapshot implements AutoCloseable {
    private static final int PORTION = 1_000;
    private static final int KEY_COLUMNS = 3;

    /** One look into the index for each tenant. */
    private static final String TENANTS = """
      WITH RECURSIVE found AS (
        (SELECT min(tenant) AS tenant FROM %1$s)
        UNION ALL
        SELECT (SELECT min(tenant) FROM %1$s WHERE tenant > found.tenant) FROM found WHERE found.tenant IS NOT NULL)
      SELECT tenant FROM found WHERE tenant IS NOT NULL
      """;

    private final Connection connection;

    Snapshot(DataSource database) throws SQLException {
        connection = database.getConnection();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    /** The offset that a projection goes on from; empty where it has not begun. The snapshot is of the first question. */
    OptionalLong next(String projection, String topic, int partition) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT next_offset FROM projection_offsets WHERE projection = ? AND topic = ? AND partition = ?")) {
            select.setString(1, projection);
            select.setString(2, topic);
            select.setInt(3, partition);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** All tenants that have rows in a table. */
    List<String> tenants(String table) throws SQLException {
        List<String> tenants = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(TENANTS.formatted(table));
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                tenants.add(found.getString(1));
            }
        }
        return tenants;
    }

    void rows(RowTable table, List<String> tenants, BiConsumer<RowKey, Columns> sink) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(table.select())) {
            select.setFetchSize(PORTION);
            select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            try (ResultSet found = select.executeQuery()) {
                ResultSetMetaData names = found.getMetaData();
                while (found.next()) {
                    Columns columns = new Columns();
                    for (int i = KEY_COLUMNS + 1; i <= names.getColumnCount(); i++) {
                        columns.text(names.getColumnLabel(i), found.getString(i));
                    }
                    sink.accept(new RowKey(found.getString(1), found.getString(2), found.getLong(3)), columns);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            // A pool may give it to somebody else.
            connection.setReadOnly(false);
            connection.setAutoCommit(true);
        }
    }
}

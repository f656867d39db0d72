package dev.penstock.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Binds rows to a statement column by column, as arrays that {@code unnest} takes apart: one statement, whatever the number of rows. */
final class Columns<T> {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int parameter;

    Columns(Connection connection, PreparedStatement statement, List<T> rows) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    Columns<T> text(Function<T, @Nullable String> column) throws SQLException {
        @Nullable String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return bind("text", values);
    }

    /** Whole numbers; binary on the wire. */
    Columns<T> number(ToLongFunction<T> column) throws SQLException {
        long[] values = new long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.applyAsLong(rows.get(i));
        }
        return bind("int8", values);
    }

    Columns<T> bytes(Function<T, byte @Nullable []> column) throws SQLException {
        byte[] @Nullable [] values = new byte[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return bind("bytea", values);
    }

    private Columns<T> bind(String type, Object values) throws SQLException {
        statement.setArray(
                ++parameter,
                connection.unwrap(org.postgresql.PGConnection.class).createArrayOf(type, values));
        return this;
    }
}

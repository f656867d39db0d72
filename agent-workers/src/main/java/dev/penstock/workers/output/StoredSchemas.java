package dev.penstock.workers.output;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.output.OutputSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code output_schemas}: what an output has to satisfy that comes by callback, by its id. It is there before its task goes out, so whoever
 * takes the callback checks by what held then, whatever the role's file says by now. Connects when it is first asked: roles without schemas need
 * no database.
 */
public final class StoredSchemas implements SchemaStore {
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;
    private static final String PUT =
            "INSERT INTO output_schemas (schema_id, text) VALUES (?, ?) ON CONFLICT (schema_id) DO NOTHING";

    private final Settings settings;

    /** Those that this process has stored; as many as its roles have ever had. */
    private final Set<ByteBuffer> stored = ConcurrentHashMap.newKeySet();

    private @Nullable HikariDataSource pool;

    public StoredSchemas(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void ensure(OutputSchema schema) throws IOException {
        ByteBuffer id = ByteBuffer.wrap(schema.id());
        if (stored.contains(id)) {
            return;
        }
        try (Connection connection = pool().getConnection();
                PreparedStatement insert = connection.prepareStatement(PUT)) {
            insert.setBytes(1, schema.id());
            insert.setString(2, schema.text());
            insert.executeUpdate();
        } catch (SQLException | PoolInitializationException e) {
            throw new IOException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
        stored.add(id);
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }

    private synchronized HikariDataSource pool() {
        if (pool == null) {
            HikariDataSource opened = Database.pool(settings, "worker-schemas", 1);
            opened.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
            pool = opened;
        }
        return pool;
    }
}

package dev.penstock.workers.parents;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads them from {@code task_runs}. It connects when it is first asked, so a worker of nothing but single tasks needs no database. */
public final class PostgresParentResults implements ParentResults {
    private static final int CONNECTIONS = 4;
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;

    /** An id may have had an earlier life: its last success counts. */
    private static final String FIND = "SELECT DISTINCT ON (task_id) task_id, COALESCE(output, '') FROM task_runs"
            + " WHERE tenant = ? AND task_id = ANY (?) AND state = 'SUCCEEDED' ORDER BY task_id, accepted_at DESC";

    private final Settings settings;
    private @Nullable HikariDataSource pool;

    public PostgresParentResults(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Map<UUID, String> find(String tenant, Collection<UUID> tasks) throws IOException {
        try (Connection connection = pool().getConnection();
                PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, tenant);
            select.setArray(2, connection.createArrayOf("uuid", tasks.toArray()));
            Map<UUID, String> found = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
            return found;
        } catch (SQLException | PoolInitializationException e) {
            throw new IOException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    private synchronized HikariDataSource pool() {
        if (pool == null) {
            HikariDataSource opened = Database.pool(settings, "workers", CONNECTIONS);
            opened.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
            pool = opened;
        }
        return pool;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}

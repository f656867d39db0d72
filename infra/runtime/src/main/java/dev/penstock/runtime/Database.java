package dev.penstock.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/** The PostgreSQL database: its pool and its schema. */
public final class Database {
    private Database() {}

    /** A pool of at most {@code connections}; the caller closes it. */
    public static HikariDataSource pool(Settings settings, String name, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.text(SettingNames.POSTGRES_URL));
        config.setUsername(settings.text(SettingNames.POSTGRES_USER));
        config.setPassword(settings.text(SettingNames.POSTGRES_PASSWORD, ""));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setAutoCommit(true);
        // A peer that vanished without a word is noticed, by a statement under way as well as by an idle connection.
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "120");
        return new HikariDataSource(config);
    }

    /** Brings the schema to this version; several processes may do so at once. */
    public static void migrate(HikariDataSource pool) {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}

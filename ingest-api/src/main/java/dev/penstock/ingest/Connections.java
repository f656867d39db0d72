package dev.penstock.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;

/** The API's pool of database connections, with limits that fit a request rather than a batch. */
final class Connections {
    private static final int POOL = 8;
    private static final long BORROW_MILLIS = 2_000;

    private Connections() {}

    /** Brings the schema up to date first. */
    static HikariDataSource database(Settings settings) {
        String url = settings.text(SettingNames.POSTGRES_URL);
        String limits = "connectTimeout=2&socketTimeout=5&ApplicationName=penstock-api";
        HikariDataSource pool = Database.pool(
                settings.with(SettingNames.POSTGRES_URL, url + (url.contains("?") ? "&" : "?") + limits), "api", POOL);
        Database.migrate(pool);
        pool.setConnectionTimeout(BORROW_MILLIS);
        return pool;
    }
}

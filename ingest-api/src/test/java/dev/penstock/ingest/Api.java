package dev.penstock.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.ingest.keys.ApiKeys;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** The API over the embedded stack, one for all tests of the JVM, and a plain HTTP client for it. */
public final class Api implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Settings settings;
    private final IngestApiApp app;
    private final HikariDataSource database;

    private static final class Shared {
        static final Api API = start();

        private static Api start() {
            EmbeddedStack.shared().createTopics();
            Api api = new Api(EmbeddedStack.shared().settings());
            Runtime.getRuntime().addShutdownHook(new Thread(api::close, "api-shutdown"));
            return api;
        }
    }

    /** One of its own, for tests that take parts away; {@link #shared} is for all others. */
    public Api(Settings stack) {
        settings = stack.with(SettingNames.API_PORT, "0").with(SettingNames.API_MAX_STREAMS, "3");
        app = new IngestApiApp(settings, metrics);
        app.start();
        database = Database.pool(settings, "test", 2);
    }

    public static Api shared() {
        return Shared.API;
    }

    public Settings settings() {
        return settings;
    }

    public HikariDataSource database() {
        return database;
    }

    public PrometheusMeterRegistry metrics() {
        return metrics;
    }

    public int port() {
        return app.port();
    }

    /** A tenant that no other test uses. */
    public static String newTenant() {
        return "t-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** A key of {@code tenant} that may do everything. */
    public String newKey(String tenant) {
        return newKey(tenant, Scope.all());
    }

    public String newKey(String tenant, Set<Scope> scopes) {
        ApiKeys.Issued issued = ApiKeys.issue(tenant, scopes, null, "test");
        insert(issued);
        return issued.plaintext();
    }

    public void insert(ApiKeys.Issued issued) {
        try {
            ApiKeys.insert(database, issued.row());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request to {@code path}; without a key when that is empty. */
    public HttpRequest.Builder request(String key, String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_LIMIT);
        return key.isEmpty() ? builder : builder.header("Authorization", "Bearer " + key);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public Answer get(String key, String path) {
        return send(request(key, path).GET());
    }

    /** Posts JSON; further headers as name, value, name, value. */
    public Answer post(String key, String path, String body, String... headers) {
        HttpRequest.Builder builder = request(key, path).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return send(builder.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        app.close();
        database.close();
    }
}

package dev.penstock.ingest.why;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the streams processes ({@code penstock.streams.query-urls}) about a tenant. Any of them will do, since each asks the one that has the tenant's slot;
 * the next is asked where one does not answer or does not know where the slot is.
 */
public final class EngineQueries implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);

    /** Longer than a streams process takes to say that it cannot tell. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** No further process is asked after this. */
    private static final Duration TRY_LIMIT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(EngineQueries.class);

    private final List<String> urls;
    private final JsonMapper mapper = new JsonMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** The one that answered last, which is asked first. */
    private volatile int preferred;

    public EngineQueries(Settings settings) {
        urls = settings.list(SettingNames.QUERY_URLS, List.of()).stream()
                .map(EngineQueries::checked)
                .toList();
    }

    /** What came of asking. */
    public sealed interface Reply<T> {
        record Found<T>(T answer) implements Reply<T> {}

        /** The engine knows no such thing, or no longer. */
        record Unknown<T>() implements Reply<T> {}

        /** Nobody could tell. */
        record Unavailable<T>() implements Reply<T> {}
    }

    Reply<EngineWhy> why(String tenant, UUID task) {
        return ask(tenant, "/tasks/" + task + "/why", EngineWhy.class);
    }

    Reply<LanesView> lanes(String tenant) {
        return ask(tenant, "/summary", LanesView.class);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> Reply<T> ask(String tenant, String what, Class<T> type) {
        String path = "/internal/tenants/" + URLEncoder.encode(tenant, StandardCharsets.UTF_8) + what;
        long deadline = System.nanoTime() + TRY_LIMIT.toNanos();
        int first = preferred;
        for (int i = 0; i < urls.size() && System.nanoTime() < deadline; i++) {
            int tried = (first + i) % urls.size();
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(urls.get(tried) + path))
                        .timeout(ANSWER_LIMIT)
                        .build();
                HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200 || answer.statusCode() == 404) {
                    preferred = tried;
                    return answer.statusCode() == 404
                            ? new Reply.Unknown<>()
                            : new Reply.Found<>(mapper.readValue(answer.body(), type));
                }
                LOG.debug("{} answered with {}", urls.get(tried), answer.statusCode());
            } catch (IOException | JacksonException e) {
                LOG.debug("{} did not answer: {}", urls.get(tried), e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Reply.Unavailable<>();
            }
        }
        return new Reply.Unavailable<>();
    }

    private static String checked(String url) {
        if (!url.matches("https?://[^/]+")) {
            throw new SettingsException("The setting " + SettingNames.QUERY_URLS + " names '" + url
                    + "' but should list URLs such as http://127.0.0.1:8090.");
        }
        return url;
    }
}

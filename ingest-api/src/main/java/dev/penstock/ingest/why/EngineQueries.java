package dev.penstock.ingest.why;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.schemas.v1.SlotRoles;
import dev.penstock.schemas.v1.SlotTenants;
import dev.penstock.schemas.v1.TenantStanding;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the streams processes ({@code penstock.streams.query-urls}) about tenants and slots. Any of them will do, since each asks the one that has the slot;
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

        /** With another answer. */
        default <R> Reply<R> map(Function<T, R> form) {
            return switch (this) {
                case Found<T>(T answer) -> new Found<>(form.apply(answer));
                case Unknown<T>() -> new Unknown<>();
                case Unavailable<T>() -> new Unavailable<>();
            };
        }
    }

    Reply<EngineWhy> why(String tenant, UUID task) {
        return ask(path(tenant) + "/tasks/" + task + "/why", json(EngineWhy.class));
    }

    Reply<LanesView> lanes(String tenant) {
        return ask(path(tenant) + "/summary", json(LanesView.class));
    }

    /** A tenant's whole configuration, and what it has. */
    public Reply<TenantStanding> standing(String tenant) {
        return ask(path(tenant) + "/standing", TenantStanding::parseFrom);
    }

    /** How roles stand in a slot, in that order. */
    public Reply<SlotRoles> roles(int slot, List<String> roles) {
        return ask("/internal/slots/" + slot + "/roles/" + encoded(String.join(",", roles)), SlotRoles::parseFrom);
    }

    /** Tenants of a slot in order of name, at most {@code limit}, those that follow {@code after}. */
    public Reply<SlotTenants> tenants(int slot, int limit, String after) {
        return ask("/internal/slots/" + slot + "/tenants/" + limit + "/" + encoded(after), SlotTenants::parseFrom);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private interface Form<T> {
        T read(byte[] body) throws IOException;
    }

    private <T> Form<T> json(Class<T> type) {
        return body -> mapper.readValue(body, type);
    }

    private static String path(String tenant) {
        return "/internal/tenants/" + encoded(tenant);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private <T> Reply<T> ask(String path, Form<T> form) {
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
                            : new Reply.Found<>(form.read(answer.body()));
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

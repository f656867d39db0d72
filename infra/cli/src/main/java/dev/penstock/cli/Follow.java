package dev.penstock.cli;

import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.RefusedException;
import dev.penstock.cli.http.SseFrame;
import dev.penstock.cli.http.SseParser;
import java.io.IOException;
import java.util.function.Predicate;

/** Follows the event stream across broken connections, without gap or repeat: each reconnection names the last id seen. */
final class Follow {
    private final ApiClient api;
    private final String apiKey;
    private final String path;
    private final SseParser parser;

    Follow(ApiClient api, String apiKey, String path, SseParser parser) {
        this.api = api;
        this.apiKey = apiKey;
        this.path = path;
        this.parser = parser;
    }

    /**
     * Returns when {@code sink} has had enough.
     *
     * @param broken told why a connection ended, before the next one
     * @throws CliException when the API refuses, or cannot be reached the first time
     */
    void run(Predicate<SseFrame> sink, java.util.function.Consumer<String> broken) throws InterruptedException {
        boolean everConnected = false;
        while (true) {
            String why = "the stream ended";
            try {
                if (api.stream(path, apiKey, parser, sink)) {
                    return;
                }
                everConnected = true;
            } catch (RefusedException e) {
                if (e.answer().status() < 500) {
                    throw CliException.environment("The API refused the event stream: " + Problems.detail(e.answer()));
                }
                why = "HTTP " + e.answer().status();
            } catch (IOException e) {
                if (e.getCause() instanceof InterruptedException) {
                    throw new InterruptedException();
                }
                if (!everConnected && parser.lastId().isEmpty()) {
                    throw CliException.environment("The event stream cannot be opened: " + Problems.reason(e)
                            + ". Is the stack up? See './penstock status'.");
                }
                why = Problems.reason(e);
            }
            broken.accept(why);
            Thread.sleep(parser.retryMillis());
        }
    }
}

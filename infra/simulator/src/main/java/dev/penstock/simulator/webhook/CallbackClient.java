package dev.penstock.simulator.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** Calls back, signed. */
final class CallbackClient implements AutoCloseable {
    /** Times that an end is told to an API that does not take it in, about a minute in all. */
    static final int MAX_TRIES = 20;

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;
    private static final int NO_ANSWER = 0;

    private final RuntimeSecrets secrets;
    private final CallbackLog log;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private volatile boolean closed;

    CallbackClient(RuntimeSecrets secrets, CallbackLog log) {
        this.secrets = secrets;
        this.log = log;
    }

    /** Says it once, and returns the answer's status; 0 for no answer. */
    int say(RuntimeMessage message, String what, String body) throws InterruptedException {
        WebhookSignature own = secrets.of(message.tenant()).orElseThrow();
        return post(message, what, message.callbackUrl(), own, body);
    }

    /** Says it until it is taken in or refused; the last answer's status. */
    int insist(RuntimeMessage message, String what, String body) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        int status = say(message, what, body);
        for (int tries = 1; tries < MAX_TRIES && isWorthAnother(status) && !closed; tries++) {
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            status = say(message, what, body);
        }
        return status;
    }

    /** Says it with a secret that nobody gave it. */
    void forgeSignature(RuntimeMessage message, String what, String body) throws InterruptedException {
        WebhookSignature madeUp = new WebhookSignature("whsec_bWFkZSB1cCBieSBzb21lYm9keSBlbHNlIQ==");
        post(message, "forged-" + what, message.callbackUrl(), madeUp, body);
    }

    /** Says it to a token that nobody gave it: the one it was given, with its signature's end cut off and made up. */
    void forgeToken(RuntimeMessage message, String what, String body) throws InterruptedException {
        String url = message.callbackUrl();
        String madeUp = url.substring(0, url.length() - 8) + "AAAAAAAA";
        post(message, "forged-" + what, madeUp, secrets.of(message.tenant()).orElseThrow(), body);
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }

    private static boolean isWorthAnother(int status) {
        return status == NO_ANSWER || status == 429 || status >= 500;
    }

    private int post(RuntimeMessage message, String what, String url, WebhookSignature signature, String text)
            throws InterruptedException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String id = "msg_" + UUID.randomUUID();
        long seconds = System.currentTimeMillis() / 1_000;
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(seconds))
                .header("webhook-signature", signature.sign(id, seconds, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        int status;
        try {
            status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            // The API is away, or was cut off: told by the log, and insisted upon where that matters.
            status = NO_ANSWER;
        }
        log.add(message, what, status);
        return status;
    }
}

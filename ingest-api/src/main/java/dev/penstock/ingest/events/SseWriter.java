package dev.penstock.ingest.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Writes an event stream as the HTML standard has it. Writing blocks while the client does not read, until the server's limit ends it. */
final class SseWriter {
    /** How long a client should wait before it connects again. */
    static final Duration RETRY = Duration.ofSeconds(2);

    private final OutputStream out;

    SseWriter(OutputStream out) {
        this.out = out;
    }

    /** The first bytes: tells the client that from now on nothing is missed. */
    void ready() throws IOException {
        text(": ready\nretry: " + RETRY.toMillis() + "\n\n");
    }

    void comment(String line) throws IOException {
        text(": " + line + "\n\n");
    }

    /** Writes the frame of {@code event}, if clients get one. False when they do not. */
    boolean event(TenantEvent event) throws IOException {
        Optional<String> kind = EventKind.of(event.event());
        if (kind.isEmpty()) {
            return false;
        }
        text("id: " + event.id() + "\nevent: " + kind.get() + "\ndata: ");
        EventJson.write(event.event(), out);
        text("\n\n");
        return true;
    }

    void flush() throws IOException {
        out.flush();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

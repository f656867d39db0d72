package dev.penstock.ingest.sse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes an event stream as the HTML standard has it. Writing blocks while the client does not read, until the server's limit ends it. */
public final class SseWriter {
    /** How long a client should wait before it connects again. */
    public static final Duration RETRY = Duration.ofSeconds(2);

    private final OutputStream out;

    public SseWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a frame's data: one line, without an end of line. */
    @FunctionalInterface
    public interface Data {
        void write(OutputStream out) throws IOException;
    }

    /** The first bytes: tells the client that from now on nothing is missed. */
    void ready() throws IOException {
        text(": ready\nretry: " + RETRY.toMillis() + "\n\n");
    }

    void comment(String line) throws IOException {
        text(": " + line + "\n\n");
    }

    /**
     * Writes a frame.
     *
     * @param id by which the client can go on after it; empty for one that it cannot go on after
     */
    public void frame(String id, String event, Data data) throws IOException {
        text((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: ");
        data.write(out);
        text("\n\n");
    }

    void flush() throws IOException {
        out.flush();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

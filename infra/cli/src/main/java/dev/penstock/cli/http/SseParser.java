package dev.penstock.cli.http;

import java.util.Optional;
import java.util.function.Consumer;

/** Puts the lines of an event stream together, as the HTML standard's section on server-sent events says. */
public final class SseParser {
    private final Consumer<String> comments;
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private String id = "";
    private String idOfNext = "";
    private boolean hasData;
    private long retryMillis = 1_000;

    public SseParser() {
        this(comment -> {});
    }

    /** @param comments told of each comment, without its colon and blanks */
    public SseParser(Consumer<String> comments) {
        this.comments = comments;
    }

    /** Takes one line without its end; a blank line ends an event. */
    public Optional<SseFrame> line(String line) {
        if (line.isEmpty()) {
            return end();
        }
        if (line.startsWith(":")) {
            comments.accept(line.substring(1).strip());
            return Optional.empty();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
        return Optional.empty();
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> {
                data.append(hasData ? "\n" : "").append(value);
                hasData = true;
            }
            case "event" -> event = value;
            case "id" -> {
                if (value.indexOf('\0') < 0) {
                    idOfNext = value;
                }
            }
            case "retry" -> {
                if (value.matches("[0-9]{1,9}")) {
                    retryMillis = Long.parseLong(value);
                }
            }
            default -> {
                // The standard says to ignore what it does not name.
            }
        }
    }

    private Optional<SseFrame> end() {
        id = idOfNext;
        Optional<SseFrame> frame = hasData
                ? Optional.of(new SseFrame(id, event.isEmpty() ? "message" : event, data.toString()))
                : Optional.empty();
        data.setLength(0);
        hasData = false;
        event = "";
        return frame;
    }

    /** Drops what a broken connection left unfinished. */
    public void reconnect() {
        data.setLength(0);
        hasData = false;
        event = "";
        idOfNext = id;
    }

    /** The id to resume after; empty before the first. */
    public String lastId() {
        return id;
    }

    /** How long to wait before reconnecting, as the stream last said. */
    public long retryMillis() {
        return retryMillis;
    }
}

package dev.penstock.ingest.output;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** What a client is told of an output. */
sealed interface Frame {
    JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** By which the client can go on. */
    String id();

    /** In lower case, as clients see it. */
    String event();

    void writeFields(JsonGenerator json);

    /** As one line of JSON. */
    default void write(OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            writeFields(json);
            json.writeEndObject();
        }
    }

    /** Text that follows on what came before. */
    record Chunk(Mark mark, String text) implements Frame {
        @Override
        public String id() {
            return mark.toString();
        }

        @Override
        public String event() {
            return "chunk";
        }

        @Override
        public void writeFields(JsonGenerator json) {
            json.writeNumberProperty("attempt", mark.attempt());
            json.writeStringProperty("text", text);
        }
    }

    /** Everything that came before is void. */
    record Restart(int attempt) implements Frame {
        @Override
        public String id() {
            return new Mark.Piece(attempt, 0, -1).toString();
        }

        @Override
        public String event() {
            return "restart";
        }

        @Override
        public void writeFields(JsonGenerator json) {
            json.writeNumberProperty("attempt", attempt);
        }
    }

    /**
     * Nothing follows.
     *
     * @param bytes length of the output in UTF-8, -1 without one
     * @param sha256 its digest in lower-case hexadecimal; null without one
     */
    record End(TaskEnd end, long bytes, @Nullable String sha256) implements Frame {
        @Override
        public String id() {
            return new Mark.End(end.attempt()).toString();
        }

        @Override
        public String event() {
            return "end";
        }

        @Override
        public void writeFields(JsonGenerator json) {
            json.writeStringProperty("state", end.state());
            json.writeNumberProperty("attempt", end.attempt());
            if (sha256 != null) {
                json.writeNumberProperty("bytes", bytes);
                json.writeStringProperty("sha256", sha256);
            }
            if (end.cause() != null) {
                json.writeStringProperty("cause", end.cause());
            }
            if (end.message() != null) {
                json.writeStringProperty("message", end.message());
            }
        }
    }
}

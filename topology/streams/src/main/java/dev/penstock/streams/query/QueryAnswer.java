package dev.penstock.streams.query;

import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a question is answered with: 200 and what was asked for, 404 where the engine knows no such thing, 503 where it is to be asked again; else an
 * error.
 *
 * @param type of the body: JSON in UTF-8, or Protobuf; of everything but 200 a JSON object with a {@code message} for people
 */
record QueryAnswer(int status, String type, byte[] body) {
    private static final String JSON_TYPE = "application/json";
    private static final String PROTOBUF_TYPE = "application/x-protobuf";
    private static final int AGAIN = 503;

    /** Seconds after which to ask again. A slot that moves is away for about so long. */
    private static final String RETRY_AFTER = "1";

    private static final JsonFactory JSON = new JsonFactory();

    static QueryAnswer json(byte[] json) {
        return new QueryAnswer(200, JSON_TYPE, json);
    }

    static QueryAnswer protobuf(MessageLite message) {
        return new QueryAnswer(200, PROTOBUF_TYPE, message.toByteArray());
    }

    /** What another process answered. */
    static QueryAnswer relayed(HttpResponse<byte[]> answer) {
        return new QueryAnswer(
                answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(JSON_TYPE), answer.body());
    }

    static QueryAnswer later(String message) {
        return error(AGAIN, message + " Ask again.");
    }

    static QueryAnswer error(int status, String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("message", message);
            json.writeEndObject();
        }
        return new QueryAnswer(status, JSON_TYPE, bytes.toByteArray());
    }

    void write(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (status == AGAIN) {
            exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER);
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

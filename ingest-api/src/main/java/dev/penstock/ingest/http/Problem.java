package dev.penstock.ingest.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An RFC 9457 problem document and the headers that go with it.
 *
 * @param detail one sentence on this very request; never a stack trace, never content of another tenant
 * @param members further members of the document, texts all
 */
public record Problem(ProblemType type, String detail, Map<String, String> members, Map<String, String> headers) {
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final JsonFactory JSON = new JsonFactory();

    public Problem {
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), Map.of());
    }

    /** Not available now: to be tried again after {@code seconds}. */
    public static Problem unavailable(String detail, int seconds) {
        return of(ProblemType.UNAVAILABLE, detail).withHeader("Retry-After", Integer.toString(seconds));
    }

    public Problem with(String member, String value) {
        Map<String, String> more = new TreeMap<>(members);
        more.put(member, value);
        return new Problem(type, detail, more, headers);
    }

    public Problem withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, members, more);
    }

    /** The standard members, in order. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", type.uri());
        document.put("title", type.title());
        document.put("status", type.status());
        document.put("detail", detail);
        return document;
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** The document in UTF-8. */
    public byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            document().forEach((name, value) -> {
                if (value instanceof Integer number) {
                    json.writeNumberProperty(name, number);
                } else {
                    json.writeStringProperty(name, value.toString());
                }
            });
            new TreeMap<>(members).forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Answers with it; does nothing when the answer has already begun. */
    public void write(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] json = json();
        response.resetBuffer();
        response.setStatus(type.status());
        headers.forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}

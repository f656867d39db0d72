package dev.penstock.runtime.output;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema (2020-12, or the draft that its {@code $schema} names) that a role's output has to satisfy. Nothing is fetched for it: a {@code $ref}
 * leads to a place within it. For any number of threads.
 */
public final class OutputSchema {
    /** Faults that are told of one output. */
    private static final int MAX_FAULTS = 5;

    /** Of what the schema wants there. */
    private static final int MAX_WANTED_CHARS = 120;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** No string of a JSON document holds a line break, so a fence that begins a line is never within one. */
    private static final Pattern FENCED =
            Pattern.compile("(?:^|\\n)```[a-zA-Z]*[ \\t]*\\r?\\n(.*?)\\n[ \\t]*```", Pattern.DOTALL);

    private final Schema schema;
    private final String text;
    private final byte[] id;

    private OutputSchema(Schema schema, String text) {
        this.schema = schema;
        this.text = text;
        this.id = sha256(text);
    }

    /**
     * @param plain the schema as maps, lists and plain values
     * @throws IllegalArgumentException when it is no JSON Schema, saying why
     */
    public static OutputSchema of(@Nullable Object plain) {
        return of(MAPPER.<JsonNode>valueToTree(plain));
    }

    /**
     * The schema whose {@link #text()} this is.
     *
     * @throws IllegalArgumentException when it is no JSON Schema, saying why
     */
    public static OutputSchema parse(String text) {
        try {
            return of(MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not valid JSON", e);
        }
    }

    private static OutputSchema of(JsonNode node) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try {
            String dialect = node.path("$schema").asString(DialectId.DRAFT_2020_12);
            List<Error> faults = registry.getSchema(SchemaLocation.of(dialect)).validate(node);
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException("it is no JSON Schema: " + told(faults));
            }
            Schema schema = registry.getSchema(node);
            schema.initializeValidators();
            return new OutputSchema(schema, node.toString());
        } catch (SchemaException e) {
            throw new IllegalArgumentException("it is no JSON Schema: " + e.getMessage(), e);
        }
    }

    /** As JSON. */
    public String text() {
        return text;
    }

    /** The SHA-256 of its text. */
    public byte[] id() {
        return id.clone();
    }

    /** What is wrong with an answer, in one line that tells none of its values; empty when it satisfies the schema. It may stand in a code block. */
    public Optional<String> complaint(String answer) {
        JsonNode document;
        try {
            document = MAPPER.readTree(document(answer));
        } catch (JacksonException e) {
            var at = e.getLocation();
            return Optional.of("it is not valid JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
        if (document.isMissingNode()) {
            return Optional.of("it is empty");
        }
        List<Error> faults = schema.validate(document);
        return faults.isEmpty() ? Optional.empty() : Optional.of(told(faults));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static String document(String answer) {
        String whole = answer.strip();
        Matcher fenced = FENCED.matcher(whole);
        return !whole.startsWith("{") && !whole.startsWith("[") && fenced.find() ? fenced.group(1) : whole;
    }

    private static String told(List<Error> faults) {
        String more = faults.size() > MAX_FAULTS ? "; and " + (faults.size() - MAX_FAULTS) + " more" : "";
        return faults.stream().limit(MAX_FAULTS).map(OutputSchema::told).collect(Collectors.joining("; ")) + more;
    }

    /** The library's own messages may hold values. */
    private static String told(Error fault) {
        String place = fault.getInstanceLocation().toString();
        String where = place.isEmpty() ? "the whole" : place;
        return switch (fault.getKeyword()) {
            case "required" -> where + " lacks '" + fault.getProperty() + "'";
            case "additionalProperties", "unevaluatedProperties" ->
                where + " has the unknown field '" + fault.getProperty() + "'";
            case null -> where + " is not allowed";
            default -> where + " should have " + fault.getKeyword() + " " + cut(String.valueOf(fault.getSchemaNode()));
        };
    }

    private static String cut(String wanted) {
        return wanted.length() > MAX_WANTED_CHARS ? wanted.substring(0, MAX_WANTED_CHARS) + "..." : wanted;
    }
}

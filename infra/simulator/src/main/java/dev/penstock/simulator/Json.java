package dev.penstock.simulator;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper: what it does not know it refuses, so that a misspelt setting is noticed. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static JsonNode parse(byte[] bytes) throws ApiError {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw ApiError.invalid("The request body is not valid JSON: " + e.getOriginalMessage());
        }
    }

    static <T> T read(byte[] bytes, Class<T> type) throws ApiError {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (JacksonException e) {
            throw ApiError.invalid("Not a " + type.getSimpleName() + ": " + e.getOriginalMessage());
        }
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}

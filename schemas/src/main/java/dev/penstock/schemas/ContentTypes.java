package dev.penstock.schemas;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two forms of an intake value and the header that names them. */
public final class ContentTypes {
    /** Record header of intake topics; its value is ASCII. */
    public static final String HEADER = "content-type";

    public static final String JSON = "application/json";
    public static final String PROTOBUF = "application/x-protobuf";

    /** A form that a value can have. */
    public enum Form {
        JSON,
        PROTOBUF
    }

    private ContentTypes() {}

    /** The form that {@code contentType} names, JSON when it is absent or blank; empty for any other. A charset must be UTF-8. */
    public static Optional<Form> form(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Optional.of(Form.JSON);
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return Optional.empty();
            }
        }
        return switch (parts[0].strip()) {
            case JSON -> Optional.of(Form.JSON);
            case PROTOBUF, "application/protobuf" -> Optional.of(Form.PROTOBUF);
            default -> Optional.empty();
        };
    }
}

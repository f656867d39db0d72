package dev.penstock.projections;

import dev.penstock.schemas.Limits;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Text as PostgreSQL can keep it. */
final class Texts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int UUID_CHARS = 36;

    private Texts() {}

    /** {@code text} with U+FFFD for U+0000, which PostgreSQL cannot hold. */
    static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    static String json(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "{}";
        }
        Map<String, String> clean = new java.util.TreeMap<>();
        labels.forEach((name, value) -> clean.put(clean(name), clean(value)));
        return JSON.writeValueAsString(clean);
    }

    /** A tenant's name, which is part of keys and so must be short. */
    static String tenant(String tenant) throws MalformedRecordException {
        if (tenant.isEmpty() || tenant.length() > Limits.MAX_TENANT_CHARS || tenant.indexOf('\0') >= 0) {
            throw new MalformedRecordException(
                    "Expected a tenant of 1 to " + Limits.MAX_TENANT_CHARS + " characters", null);
        }
        return tenant;
    }

    /** {@code text} if it is a UUID in its usual form of 36 characters. */
    static String uuid(String what, String text) throws MalformedRecordException {
        if (!isUuid(text)) {
            throw new MalformedRecordException("Expected a UUID as " + what, null);
        }
        return text;
    }

    private static boolean isUuid(String text) {
        if (text.length() != UUID_CHARS) {
            return false;
        }
        for (int i = 0; i < UUID_CHARS; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }
}

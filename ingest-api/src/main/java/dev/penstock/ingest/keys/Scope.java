package dev.penstock.ingest.keys;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a key may be used for. */
public enum Scope {
    TASKS_READ("tasks:read"),
    TASKS_WRITE("tasks:write"),
    EVENTS_READ("events:read"),
    SECRETS_WRITE("secrets:write");

    private final String code;

    Scope(String code) {
        this.code = code;
    }

    /** As in the database and in {@code WWW-Authenticate}: {@code tasks:read} and so on. */
    public String code() {
        return code;
    }

    public static Set<Scope> all() {
        return EnumSet.allOf(Scope.class);
    }

    /** The scope of that code; empty for one that this version does not know. */
    public static Optional<Scope> ofCode(String code) {
        return Arrays.stream(values()).filter(scope -> scope.code.equals(code)).findFirst();
    }
}

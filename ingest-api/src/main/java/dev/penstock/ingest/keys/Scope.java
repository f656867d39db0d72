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
    SECRETS_WRITE("secrets:write"),
    LIMITS_READ("limits:read"),

    /** To pause and resume the own tenant, and to lower its limits; with {@link #OPERATOR}, to change anybody's in any way. */
    LIMITS_WRITE("limits:write"),

    /** Makes a key an operator's: for all tenants, and for roles. No tenant's key has it. */
    OPERATOR("operator");

    private final String code;

    Scope(String code) {
        this.code = code;
    }

    /** As in the database and in {@code WWW-Authenticate}: {@code tasks:read} and so on. */
    public String code() {
        return code;
    }

    /** All that a tenant's key may have. */
    public static Set<Scope> all() {
        return EnumSet.complementOf(EnumSet.of(OPERATOR));
    }

    /** What an operator's key has. */
    public static Set<Scope> ofOperators() {
        return EnumSet.of(LIMITS_READ, LIMITS_WRITE, OPERATOR);
    }

    /** The scope of that code; empty for one that this version does not know. */
    public static Optional<Scope> ofCode(String code) {
        return Arrays.stream(values()).filter(scope -> scope.code.equals(code)).findFirst();
    }
}

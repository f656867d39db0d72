package dev.penstock.ingest.keys;

import java.util.Set;

/**
 * Whom a request comes from, as its key says. The tenant of everything the request touches is this one, unless the key is an operator's.
 *
 * @param description what the key was called when it was made; empty for nothing
 */
public record Caller(String tenant, String keyId, Set<Scope> scopes, String description) {
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    public boolean isOperator() {
        return may(Scope.OPERATOR);
    }

    /** Who it is for those who read of it later, such as {@code operator key 3fJ... (on call)}. */
    public String principal() {
        return (isOperator() ? "operator" : "tenant") + " key " + keyId
                + (description.isEmpty() ? "" : " (" + description + ")");
    }
}

package dev.penstock.ingest.keys;

import java.util.Set;

/** Whom a request comes from, as its key says. The tenant of everything the request touches is this one. */
public record Caller(String tenant, String keyId, Set<Scope> scopes) {
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}

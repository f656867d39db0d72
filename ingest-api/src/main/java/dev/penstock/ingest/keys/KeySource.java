package dev.penstock.ingest.keys;

import java.util.Optional;

/** Where keys are stored. */
@FunctionalInterface
public interface KeySource {
    /** The key of that id, in force or not; throws when the store cannot be asked. */
    Optional<ApiKey> find(String keyId);
}

package dev.penstock.admission.row;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names a task. The tenant is part of it, so that no id of one tenant can ever reach a row of another.
 *
 * <p>Holds the id's halves rather than the id, and compares them first: keys are what the engine looks up most, and most look-ups that miss the
 * processor's caches would miss them once more for the id.
 */
public record TaskKey(String tenant, long high, long low) {
    public TaskKey(String tenant, UUID id) {
        this(tenant, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    public UUID id() {
        return new UUID(high, low);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskKey key && low == key.low && high == key.high && tenant.equals(key.tenant);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high ^ low) + tenant.hashCode();
    }

    @Override
    public String toString() {
        return tenant + "/" + id();
    }
}

package dev.penstock.workers.routing;

import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tokens a model will make at most for a role, going by the largest answers of late: what is reserved of a limit should be too little hardly ever,
 * for what is missing was used above the limit.
 */
public final class OutputEstimates {
    /** What was learned goes down by one part in so many with each smaller answer. */
    private static final long FADING = 64;

    private record Key(String role, ModelRef model) {}

    private final Map<Key, Long> largest = new ConcurrentHashMap<>();

    /** Output tokens; what the role's profile says until there was an answer, and never more than a call may make. */
    public long of(RoleProfile profile, ModelRef model) {
        long learned = largest.getOrDefault(new Key(profile.role(), model), profile.estimatedOutputTokens());
        return Math.clamp(learned, 1, profile.maxTokens());
    }

    public void learn(RoleProfile profile, ModelRef model, long outputTokens) {
        largest.merge(
                new Key(profile.role(), model),
                outputTokens,
                (known, seen) -> Math.max(seen, known - Math.ceilDiv(known, FADING)));
    }
}

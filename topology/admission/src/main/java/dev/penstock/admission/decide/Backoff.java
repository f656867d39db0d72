package dev.penstock.admission.decide;

import dev.penstock.admission.Policy;
import java.util.UUID;

/** How long to wait between attempts: exponential, with a jitter that depends on the task and the attempt alone. */
final class Backoff {
    private Backoff() {}

    /**
     * Between half of {@code backoffBase * 2^(attempt-1)} and all of it, but at least what the provider asked for, and never more than
     * {@link Policy#backoffMax()}, so that no provider can park a task for ever.
     *
     * @param attempt the attempt that ended, from 1
     * @param atLeastMillis what the provider asked for, 0 for nothing
     */
    static long millis(Policy policy, UUID taskId, int attempt, long atLeastMillis) {
        long max = policy.backoffMax().toMillis();
        long full = max;
        // Doubling more often than this would overflow, and is far over any maximum.
        if (attempt <= 30) {
            full = Math.min(max, policy.backoffBase().toMillis() << (attempt - 1));
        }
        long half = full / 2;
        long jittered = half + Math.floorMod(mix(taskId, attempt), full - half + 1);
        return Math.min(max, Math.max(jittered, atLeastMillis));
    }

    /** A 64-bit finalizer (SplitMix64): neighbouring inputs give unrelated outputs. */
    private static long mix(UUID taskId, int attempt) {
        long z = taskId.getMostSignificantBits()
                ^ Long.rotateLeft(taskId.getLeastSignificantBits(), 32)
                ^ attempt * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}

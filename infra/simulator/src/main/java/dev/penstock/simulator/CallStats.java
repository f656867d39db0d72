package dev.penstock.simulator;

import java.util.Map;

/**
 * Live figures since the start or the last reset.
 *
 * @param overall all calls
 * @param tenants by tenant; calls without one under the empty name
 * @param lanes by {@code tenant/role}
 * @param inputTokens billed in all
 * @param outputTokens billed in all
 */
public record CallStats(
        Count overall, Map<String, Count> tenants, Map<String, Count> lanes, long inputTokens, long outputTokens) {
    /**
     * Calls of one kind.
     *
     * @param current running now
     * @param max most that ever ran at once
     * @param total begun
     */
    public record Count(int current, int max, long total) {
        static final Count NONE = new Count(0, 0, 0);

        Count begun() {
            return new Count(current + 1, Math.max(max, current + 1), total + 1);
        }

        Count ended() {
            return new Count(current - 1, max, total);
        }

        Count reset() {
            return new Count(current, current, 0);
        }
    }
}

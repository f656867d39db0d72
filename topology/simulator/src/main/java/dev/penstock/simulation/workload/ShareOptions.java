package dev.penstock.simulation.workload;

import java.util.List;

/**
 * Which tenants are to compete: one whose tasks use many tokens each, and one whose tasks use few.
 *
 * @param tokens of a task on average, by tenant: 10 to 10,000,000
 * @param weights by tenant: 1 to 1,000
 * @param hours 1 to 168
 */
public record ShareOptions(List<Integer> tokens, List<Integer> weights, int hours, long seed) {
    public static final ShareOptions DEFAULT = new ShareOptions(List.of(100_000, 1_000), List.of(1, 1), 24, 1);

    public ShareOptions {
        tokens = List.copyOf(tokens);
        weights = List.copyOf(weights);
        DayOptions.require(tokens.size() == 2, "tokens of two tenants", tokens.size());
        DayOptions.require(weights.size() == 2, "weights of two tenants", weights.size());
        tokens.forEach(t -> DayOptions.require(t >= 10 && t <= 10_000_000, "10 to 10,000,000 tokens a task", t));
        weights.forEach(w -> DayOptions.require(w >= 1 && w <= 1_000, "weights of 1 to 1,000", w));
        DayOptions.require(hours >= 1 && hours <= 168, "1 to 168 hours", hours);
    }
}

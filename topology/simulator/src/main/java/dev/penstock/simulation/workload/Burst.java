package dev.penstock.simulation.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A tenant that asks for ten times its mean for half an hour, on top of what it asks for anyway. */
public record Burst(Tenant tenant, long startMillis, long tasks) {
    public static final int TIMES = 10;
    public static final int MINUTES = 30;
    private static final int PERCENT_OF_TENANTS = 2;
    private static final int MINUTE_MILLIS = 60_000;

    /** Bursts of some tenants at random times within {@code minutes}; at least one tenant bursts. */
    public static List<Burst> of(Customers customers, int minutes, long seed) {
        SplittableRandom random = new SplittableRandom(Mix.of(seed ^ 0xB0257));
        int count = Math.max(1, customers.tenants().size() * PERCENT_OF_TENANTS / 100);
        List<Burst> bursts = new ArrayList<>();
        boolean[] taken = new boolean[customers.tenants().size()];
        while (bursts.size() < count) {
            int chosen = random.nextInt(taken.length);
            if (!taken[chosen]) {
                taken[chosen] = true;
                Tenant tenant = customers.tenants().get(chosen);
                double perDay =
                        tenant.lanes().stream().mapToDouble(Lane::tasksPerDay).sum();
                long tasks = Math.round(perDay * MINUTES / (24 * 60) * (TIMES - 1));
                long start = (long) random.nextInt(Math.max(1, minutes - MINUTES)) * MINUTE_MILLIS;
                bursts.add(new Burst(tenant, start, tasks));
            }
        }
        return bursts;
    }
}

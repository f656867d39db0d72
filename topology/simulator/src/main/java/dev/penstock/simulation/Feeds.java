package dev.penstock.simulation;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Arrivals;
import dev.penstock.simulation.workload.Burst;
import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Mix;
import dev.penstock.simulation.world.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes the streams of submissions. Each has randomness of its own, so that leaving one out changes none of the others. */
final class Feeds {
    private final long seed;
    private final List<Feed> feeds = new ArrayList<>();

    Feeds(long seed) {
        this.seed = seed;
    }

    /** Ordinary demand: exactly so many tasks, dealt out to slots as their tenants ask for them. */
    void addDemand(Customers customers, long tasks, Curve curve) {
        double all = customers.tasksPerDay();
        double upTo = 0;
        long dealt = 0;
        for (int slot = 0; slot < customers.slots(); slot++) {
            List<Lane> lanes = customers.lanesOf(slot);
            upTo += lanes.stream().mapToDouble(Lane::tasksPerDay).sum();
            long target = Math.min(tasks, Math.round(tasks * upTo / all));
            add(slot, target - dealt, lanes, null, 0, curve);
            dealt = Math.max(dealt, target);
        }
    }

    void addBurst(Burst burst) {
        add(
                burst.tenant().slot(),
                burst.tasks(),
                burst.tenant().lanes(),
                null,
                burst.startMillis(),
                Curve.flat(Burst.MINUTES));
    }

    /** @param tier of all of them; null for the usual mix */
    void add(int slot, long tasks, List<Lane> lanes, @Nullable Tier tier, long startMillis, Curve curve) {
        if (tasks > 0 && !lanes.isEmpty()) {
            SplittableRandom random = new SplittableRandom(Mix.of(seed ^ Mix.of(feeds.size())));
            feeds.add(new Feed(slot, new Arrivals(tasks, lanes, startMillis, curve, random), tier));
        }
    }

    List<Feed> of(int slot) {
        return feeds.stream().filter(feed -> feed.slot() == slot).toList();
    }

    List<Feed> all() {
        return List.copyOf(feeds);
    }

    long tasks() {
        return feeds.stream().mapToLong(feed -> feed.arrivals().left()).sum();
    }
}

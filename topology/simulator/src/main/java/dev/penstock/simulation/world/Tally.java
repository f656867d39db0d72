package dev.penstock.simulation.world;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.workload.Role;
import java.util.stream.Stream;

/** All that is counted in one world, or in several merged. Sums are of whole numbers, so they do not depend on the order of merging. */
public final class Tally {
    public long commands;
    public long events;
    public long submitted;
    public long accepted;
    public long rejected;
    public long succeeded;
    public long dead;
    public long retries;

    /** Grants that no worker started in time. */
    public long lapsed;

    public long queued;
    public long waiting;
    public long running;

    /** Milliseconds that attempts ran for, all together. */
    public long runMillis;

    public final ByPlan[] plans =
            Stream.generate(ByPlan::new).limit(Plan.ALL.size()).toArray(ByPlan[]::new);

    /** Milliseconds from acceptance to the first start, of all tenants but one that floods. */
    public final Histogram waits = new Histogram();

    public final Histogram[] waitsByTier =
            Stream.generate(Histogram::new).limit(Tier.values().length).toArray(Histogram[]::new);

    /** By role, then hour. */
    public final long[][] submittedByHour;

    public final Concurrency[] running10s;

    /** Per lane, by id: cost served in micro-dollars, attempts started, and milliseconds for which it had work and room under its cap. */
    public final long[] laneCost;

    public final long[] laneStarts;
    public final long[] laneCompeted;

    Tally(long millis, int lanes) {
        int hours = (int) (millis / 3_600_000) + 1;
        submittedByHour = new long[Role.ALL.size()][hours];
        running10s = Stream.generate(() -> new Concurrency(millis))
                .limit(Role.ALL.size())
                .toArray(Concurrency[]::new);
        laneCost = new long[lanes];
        laneStarts = new long[lanes];
        laneCompeted = new long[lanes];
    }

    /** Tasks that were accepted and have not ended. */
    public long left() {
        return queued + waiting + running;
    }

    public void merge(Tally other) {
        commands += other.commands;
        events += other.events;
        submitted += other.submitted;
        accepted += other.accepted;
        rejected += other.rejected;
        succeeded += other.succeeded;
        dead += other.dead;
        retries += other.retries;
        lapsed += other.lapsed;
        queued += other.queued;
        waiting += other.waiting;
        running += other.running;
        runMillis += other.runMillis;
        for (int i = 0; i < plans.length; i++) {
            plans[i].merge(other.plans[i]);
        }
        waits.merge(other.waits);
        for (int i = 0; i < waitsByTier.length; i++) {
            waitsByTier[i].merge(other.waitsByTier[i]);
        }
        for (int role = 0; role < running10s.length; role++) {
            running10s[role].merge(other.running10s[role]);
            add(submittedByHour[role], other.submittedByHour[role]);
        }
        add(laneCost, other.laneCost);
        add(laneStarts, other.laneStarts);
        add(laneCompeted, other.laneCompeted);
    }

    private static void add(long[] sums, long[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    /** What is counted per plan. Times are in milliseconds, summed over its lanes; cost is in micro-dollars. */
    public static final class ByPlan {
        public final Histogram waits = new Histogram();
        public long accepted;
        public long ended;
        public long costMicros;
        public long lanes;
        public long atCapMillis;

        /** Slots held, times the milliseconds that each was held for. */
        public long liveMillis;

        /** Caps, times the milliseconds simulated. */
        public long capMillis;

        private void merge(ByPlan other) {
            waits.merge(other.waits);
            accepted += other.accepted;
            ended += other.ended;
            costMicros += other.costMicros;
            lanes += other.lanes;
            atCapMillis += other.atCapMillis;
            liveMillis += other.liveMillis;
            capMillis += other.capMillis;
        }
    }
}

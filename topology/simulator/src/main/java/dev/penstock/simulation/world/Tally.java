package dev.penstock.simulation.world;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.workload.Role;
import java.util.Arrays;
import java.util.stream.Stream;

/** All that is counted in one world, or in several merged. Sums are of whole numbers, so they do not depend on the order of merging. */
public final class Tally {
    private static final int TIERS = Tier.values().length;

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
            Stream.generate(Histogram::new).limit(TIERS).toArray(Histogram[]::new);

    /** Tasks that were accepted and never started; those of a tenant that floods are left out here too. */
    public final long[] unstartedByTier = new long[TIERS];

    /** By role, then hour. */
    public final long[][] submittedByHour;

    public final Concurrency[] running10s;

    public final Foretold foretold = new Foretold();

    /** Per lane and tier, by {@link #place}: cost served in micro-dollars, attempts started, milliseconds of having work and room under the cap. */
    public final long[] laneCost;

    public final long[] laneStarts;
    public final long[] laneCompeted;

    Tally(long millis, int lanes) {
        int hours = (int) (millis / 3_600_000) + 1;
        submittedByHour = new long[Role.ALL.size()][hours];
        running10s = Stream.generate(() -> new Concurrency(millis))
                .limit(Role.ALL.size())
                .toArray(Concurrency[]::new);
        laneCost = new long[lanes * TIERS];
        laneStarts = new long[lanes * TIERS];
        laneCompeted = new long[lanes * TIERS];
    }

    /** Where a lane's tier is in what is counted per lane and tier. */
    public static int place(int lane, Tier tier) {
        return lane * TIERS + tier.ordinal();
    }

    /** Counts tasks that were never started as having waited for so long, which is less than they have. */
    public void addUnstarted(long leastMillis) {
        for (int tier = 0; tier < TIERS; tier++) {
            waits.add(leastMillis, unstartedByTier[tier]);
            waitsByTier[tier].add(leastMillis, unstartedByTier[tier]);
        }
        for (ByPlan plan : plans) {
            plan.waits.add(leastMillis, plan.unstarted);
        }
    }

    public long unstarted() {
        return Arrays.stream(unstartedByTier).sum();
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
        foretold.merge(other.foretold);
        add(unstartedByTier, other.unstartedByTier);
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
        public long unstarted;
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
            unstarted += other.unstarted;
            costMicros += other.costMicros;
            lanes += other.lanes;
            atCapMillis += other.atCapMillis;
            liveMillis += other.liveMillis;
            capMillis += other.capMillis;
        }
    }
}

package dev.penstock.admission.state;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.index.TenantTerms;
import dev.penstock.admission.row.TenantCodec.Counters;
import dev.penstock.admission.row.TenantCodec.LaneCounters;
import dev.penstock.admission.row.TenantCodec.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tenant, decoded: its configuration, the sequence of its events, its books, and what each of its lanes has had. */
final class Tenant implements TenantTerms {
    /** What one micro-dollar adds to the share of a tenant of weight 1. Leaves room for weights in between. */
    static final long SHARE_PER_MICRO = 1_000;

    /** A task that costs nothing still takes a worker, so it counts as much as this. */
    static final long LEAST_MICROS = 1;

    /** A new price moves the mean by one part in so many. */
    private static final long MEAN_INERTIA = 8;

    private static final int NONE = -1;

    private TenantConfig config;

    /** Every role it ever had, oldest first: a role keeps its place, and with it its counters, through all changes. */
    private final List<String> roles;

    private final List<LaneCounters> lanes;
    final Book book;
    private long seq;

    /** What of it awaits writing. */
    boolean configDirty;

    boolean countersDirty;

    Tenant(TenantConfig config, List<String> roles, Counters counters) {
        this.config = config;
        this.roles = new ArrayList<>(roles);
        this.lanes = new ArrayList<>(counters.lanes());
        this.book = new Book(counters.money());
        this.seq = counters.seq();
        learnRoles();
    }

    static Tenant created(TenantConfig config) {
        return new Tenant(config, List.of(), new Counters(0, Money.NONE, List.of()));
    }

    TenantConfig config() {
        return config;
    }

    List<String> roles() {
        return roles;
    }

    Counters counters() {
        return new Counters(seq, book.money(), lanes);
    }

    long seq() {
        return seq;
    }

    /** The first allocation of the role counts, should there be several. */
    @Nullable
    LaneConfig lane(String role) {
        for (LaneConfig lane : config.lanes()) {
            if (lane.role().equals(role)) {
                return lane;
            }
        }
        return null;
    }

    // ---- terms

    @Override
    public int capacity(String role) {
        LaneConfig lane = lane(role);
        if (lane == null || config.limits().flow() == Flow.PAUSED || config.deleted()) {
            return 0;
        }
        return lane.enabled() && lane.flow() != Flow.PAUSED ? lane.cap() : 0;
    }

    @Override
    public int capacity() {
        int cap = config.limits().cap();
        return cap == 0 ? Integer.MAX_VALUE : cap;
    }

    @Override
    public long share(String role, int live, long estimates) {
        LaneCounters lane = counters(role);
        long mean = lane.meanMicros();
        // Compared by division, as a product might not fit.
        if (live == 0 || mean == 0 || mean > estimates / live) {
            return lane.share();
        }
        return lane.share() - byWeight(estimates) + byWeight(live * mean);
    }

    @Override
    public long settledShare(String role, int live, long estimates) {
        long share = counters(role).share();
        return live == 0 ? share : share - byWeight(estimates);
    }

    @Override
    public boolean priced(String role) {
        return counters(role).meanMicros() > 0;
    }

    @Override
    public long debit(long micros) {
        return byWeight(micros);
    }

    @Override
    public long tasksLeft(String role, long month) {
        LaneConfig lane = lane(role);
        if (lane == null || lane.monthlyTasks() == 0) {
            return Long.MAX_VALUE;
        }
        return lane.monthlyTasks() - counted(role, month);
    }

    @Override
    public long budgetLeft(long month) {
        long budget = config.limits().monthlyBudgetMicros();
        return budget == 0 ? Long.MAX_VALUE : budget - book.used(month);
    }

    @Override
    public boolean deleted() {
        return config.deleted();
    }

    // ---- counters

    long counted(String role, long month) {
        LaneCounters lane = counters(role);
        return lane.countedMonth() == month ? lane.counted() : 0;
    }

    long meanMicros(String role) {
        return counters(role).meanMicros();
    }

    void configure(TenantConfig next) {
        config = next;
        learnRoles();
    }

    void advance(long next) {
        if (next != seq + 1) {
            throw new IllegalStateException(
                    "Expected event " + (seq + 1) + " of tenant " + config.tenant() + ", but got " + next);
        }
        seq = next;
    }

    /** A grant was made: its lane's share is lifted by so much, to where it joins in, and grows by the price. */
    void debit(String role, long lift, long micros) {
        LaneCounters lane = counters(role);
        long share = lane.share() + lift + byWeight(micros);
        set(role, new LaneCounters(share, lane.countedMonth(), lane.counted(), lane.meanMicros()));
    }

    /** What was debited for turned out to have cost something else; {@code -1} for that nothing ran at all. */
    void correct(String role, long debitedMicros, long actualMicros) {
        LaneCounters lane = counters(role);
        long actual = actualMicros < 0 ? 0 : byWeight(actualMicros);
        long share = Math.max(0, lane.share() - byWeight(debitedMicros) + actual);
        set(role, new LaneCounters(share, lane.countedMonth(), lane.counted(), lane.meanMicros()));
    }

    /** Counts {@code change} tasks more in a month. */
    void count(String role, long month, int change) {
        LaneCounters lane = counters(role);
        set(role, new LaneCounters(lane.share(), month, counted(role, month) + change, lane.meanMicros()));
    }

    void learnPrice(String role, long micros) {
        LaneCounters lane = counters(role);
        long mean = lane.meanMicros();
        long next = mean == 0 ? micros : mean + (micros - mean) / MEAN_INERTIA;
        set(role, new LaneCounters(lane.share(), lane.countedMonth(), lane.counted(), next));
    }

    private long byWeight(long micros) {
        return Math.max(LEAST_MICROS, micros)
                * SHARE_PER_MICRO
                / config.limits().weight();
    }

    private LaneCounters counters(String role) {
        int place = roles.indexOf(role);
        return place == NONE ? LaneCounters.NONE : lanes.get(place);
    }

    private void set(String role, LaneCounters counters) {
        lanes.set(roles.indexOf(role), counters);
    }

    private void learnRoles() {
        for (LaneConfig lane : config.lanes()) {
            if (!roles.contains(lane.role())) {
                roles.add(lane.role());
            }
        }
        while (lanes.size() < roles.size()) {
            lanes.add(LaneCounters.NONE);
        }
    }
}

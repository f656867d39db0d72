package dev.penstock.admission.state;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.index.LaneTerms;
import dev.penstock.admission.row.TenantCodec.LaneCounters;
import org.jspecify.annotations.Nullable;

/** One lane of a tenant: its allocation, and what it has had, which it keeps through all changes of that. */
final class LaneAccount extends LaneTerms {
    /** A new price moves the mean by one part in so many. */
    private static final long MEAN_INERTIA = 8;

    /** What is taken back of estimates lets a lane stand below the floor by no more than so many of its tasks cost: an estimate may be anything. */
    private static final long MAX_CREDIT_TASKS = 64;

    private final Tenant tenant;
    private @Nullable LaneConfig config;
    private long share;

    /** How far below its role's floor it may stand. */
    private long credit;

    private long countedMonth;
    private long counted;
    private long meanMicros;

    LaneAccount(Tenant tenant, LaneCounters counters) {
        this.tenant = tenant;
        share = counters.share();
        credit = counters.credit();
        countedMonth = counters.countedMonth();
        counted = counters.counted();
        meanMicros = counters.meanMicros();
    }

    LaneCounters counters() {
        return new LaneCounters(share, credit, countedMonth, counted, meanMicros);
    }

    /** As for {@link Tenant#fetch}. */
    long fetch() {
        return share;
    }

    /** Null while its role is not allocated. */
    @Nullable
    LaneConfig config() {
        return config;
    }

    void configure(@Nullable LaneConfig next) {
        config = next;
    }

    @Override
    protected int capacity() {
        LaneConfig lane = config;
        if (lane == null || tenant.closed()) {
            return 0;
        }
        return lane.enabled() && lane.flow() != Flow.PAUSED ? lane.cap() : 0;
    }

    @Override
    protected long share(long floor) {
        return Math.max(share, floor - credit);
    }

    @Override
    protected long tasksLeft(long month) {
        LaneConfig lane = config;
        if (lane == null || lane.monthlyTasks() == 0) {
            return Long.MAX_VALUE;
        }
        return lane.monthlyTasks() - counted(month);
    }

    long counted(long month) {
        return countedMonth == month ? counted : 0;
    }

    long meanMicros() {
        return meanMicros;
    }

    /** A grant was made: its share grows by the price, from where it stood. */
    void debit(long floor, long micros) {
        move(floor, share(floor) + tenant.debit(micros));
    }

    /** What was debited for turned out to have cost something else; {@code -1} for that nothing ran at all. */
    void correct(long floor, long debitedMicros, long actualMicros) {
        long actual = actualMicros < 0 ? 0 : tenant.debit(actualMicros);
        move(floor, share(floor) - tenant.debit(debitedMicros) + actual);
    }

    private void move(long floor, long to) {
        share = Math.max(0, to);
        credit = Math.clamp(floor - share, 0, MAX_CREDIT_TASKS * tenant.debit(meanMicros));
    }

    /** Counts {@code change} tasks more in a month. */
    void count(long month, int change) {
        counted = counted(month) + change;
        countedMonth = month;
    }

    void learnPrice(long micros) {
        meanMicros = meanMicros == 0 ? micros : meanMicros + (micros - meanMicros) / MEAN_INERTIA;
    }
}

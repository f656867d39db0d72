package dev.penstock.admission.state;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.index.LaneTerms;
import dev.penstock.admission.index.TenantTerms;
import dev.penstock.admission.row.TenantCodec.Counters;
import dev.penstock.admission.row.TenantCodec.LaneCounters;
import dev.penstock.admission.row.TenantCodec.Money;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tenant, decoded: its configuration, the sequence of its events, its books, and what each of its lanes has had. */
final class Tenant extends TenantTerms {
    /** What one micro-dollar adds to the share of a tenant of weight 1. Leaves room for weights in between. */
    static final long SHARE_PER_MICRO = 1_000;

    /** A task that costs nothing still takes a worker, so it counts as much as this. */
    static final long LEAST_MICROS = 1;

    private final String name;
    private TenantConfig config;
    private TenantLimits limits;

    /**
     * Every role it ever had, oldest first, and beside it the account of each: a role keeps its place, and with it its account, through all changes.
     * Plain arrays, as each command looks for a role: with thousands of tenants every step on the way is a fetch from memory.
     */
    private String[] roles;

    private LaneAccount[] lanes;
    final Book book;
    private long seq;

    /** What of it awaits writing. */
    boolean configDirty;

    boolean countersDirty;

    Tenant(TenantConfig config, List<String> roles, Counters counters) {
        this.name = config.tenant();
        this.config = config;
        this.limits = config.limits();
        this.roles = roles.toArray(String[]::new);
        this.book = new Book(counters.money());
        this.seq = counters.seq();
        this.lanes = counters.lanes().stream()
                .map(lane -> new LaneAccount(this, lane))
                .toArray(LaneAccount[]::new);
        allocate();
    }

    static Tenant created(TenantConfig config) {
        return new Tenant(config, List.of(), new Counters(0, Money.NONE, List.of()));
    }

    TenantConfig config() {
        return config;
    }

    List<String> roles() {
        return List.of(roles);
    }

    Counters counters() {
        List<LaneCounters> counters = new ArrayList<>(lanes.length);
        for (LaneAccount lane : lanes) {
            counters.add(lane.counters());
        }
        return new Counters(seq, book.money(), counters);
    }

    /** Has the processor fetch what its counters are; means nothing. */
    long fetch() {
        long sum = book.used(0);
        for (LaneAccount lane : lanes) {
            sum += lane.fetch();
        }
        return sum;
    }

    long seq() {
        return seq;
    }

    /** The account of a role that it has or had. */
    LaneAccount existing(String role) {
        LaneAccount found = find(role);
        if (found == null) {
            throw new IllegalStateException(
                    "Expected tenant " + name() + " to have had role " + role + ", but it never had");
        }
        return found;
    }

    /** Null for a role that it never had. */
    @Nullable
    LaneAccount find(String role) {
        for (int place = 0; place < roles.length; place++) {
            if (roles[place].equals(role)) {
                return lanes[place];
            }
        }
        return null;
    }

    void configure(TenantConfig next) {
        config = next;
        limits = next.limits();
        allocate();
    }

    void advance(long next) {
        if (next != seq + 1) {
            throw new IllegalStateException(
                    "Expected event " + (seq + 1) + " of tenant " + name() + ", but got " + next);
        }
        seq = next;
    }

    // ---- terms

    @Override
    protected String name() {
        return name;
    }

    @Override
    protected LaneTerms lane(String role) {
        LaneAccount found = find(role);
        return found == null ? new LaneAccount(this, LaneCounters.NONE) : found;
    }

    @Override
    protected int capacity() {
        int cap = limits.cap();
        return cap == 0 ? Integer.MAX_VALUE : cap;
    }

    @Override
    protected long debit(long micros) {
        return Math.max(LEAST_MICROS, micros) * SHARE_PER_MICRO / limits.weight();
    }

    @Override
    protected long budgetLeft(long month) {
        long budget = limits.monthlyBudgetMicros();
        return budget == 0 ? Long.MAX_VALUE : budget - book.used(month);
    }

    @Override
    protected boolean deleted() {
        return config.deleted();
    }

    /** Whether none of its lanes may grant. */
    boolean closed() {
        return limits.flow() == Flow.PAUSED || config.deleted();
    }

    /** Gives each role's account its allocation: the first one of the role, should there be several. */
    private void allocate() {
        for (LaneAccount lane : lanes) {
            lane.configure(null);
        }
        for (LaneConfig lane : config.lanes()) {
            LaneAccount account = find(lane.role());
            if (account == null) {
                account = new LaneAccount(this, LaneCounters.NONE);
                roles = with(roles, lane.role());
                lanes = with(lanes, account);
            }
            if (account.config() == null) {
                account.configure(lane);
            }
        }
    }

    private static <T> T[] with(T[] before, T last) {
        T[] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = last;
        return all;
    }
}

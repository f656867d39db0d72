package dev.penstock.admission.state;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tenant, decoded: its configuration, the sequence of its events and its share of each role's dispatching. */
final class Tenant {
    private static final int NONE = -1;

    private TenantConfig config;

    /** Every role it ever had, oldest first: a role keeps its place, and with it its share, through all changes. */
    private final List<String> roles;

    private long[] shares;
    private long seq;

    /** What of it awaits writing. */
    boolean configDirty;

    boolean countersDirty;

    Tenant(TenantConfig config, List<String> roles, long seq, long[] shares) {
        this.config = config;
        this.roles = new ArrayList<>(roles);
        this.seq = seq;
        this.shares = shares;
        learnRoles();
    }

    static Tenant created(TenantConfig config) {
        return new Tenant(config, List.of(), 0, new long[0]);
    }

    TenantConfig config() {
        return config;
    }

    List<String> roles() {
        return roles;
    }

    long[] shares() {
        return shares;
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

    int capacity(String role) {
        LaneConfig lane = lane(role);
        return lane == null || !lane.enabled() || config.deleted() ? 0 : lane.cap();
    }

    long share(String role) {
        int place = roles.indexOf(role);
        return place == NONE ? 0 : shares[place];
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

    void setShare(String role, long share) {
        shares[roles.indexOf(role)] = share;
    }

    private void learnRoles() {
        for (LaneConfig lane : config.lanes()) {
            if (!roles.contains(lane.role())) {
                roles.add(lane.role());
            }
        }
        shares = Arrays.copyOf(shares, roles.size());
    }
}

package dev.penstock.admission;

import java.util.List;

/**
 * A tenant's limits as of one version.
 *
 * @param version rises with every change, from 0; one that does not exceed that in force is ignored
 * @param lanes at most one per role; of several the first counts
 * @param maxBacklog tasks that may wait at once; 0 means {@link Policy#defaultMaxBacklog()}, and so does a negative one
 * @param notes nothing that a decision depends on
 */
public record TenantConfig(
        String tenant,
        String plan,
        long version,
        List<LaneConfig> lanes,
        int maxBacklog,
        boolean deleted,
        TenantLimits limits,
        Notes notes) {
    public TenantConfig {
        version = Math.max(0, version);
        lanes = List.copyOf(lanes);
        maxBacklog = Math.max(0, maxBacklog);
    }

    /** Without notes. */
    public TenantConfig(
            String tenant,
            String plan,
            long version,
            List<LaneConfig> lanes,
            int maxBacklog,
            boolean deleted,
            TenantLimits limits) {
        this(tenant, plan, version, lanes, maxBacklog, deleted, limits, Notes.NONE);
    }

    /** Without limits over its lanes. */
    public TenantConfig(
            String tenant, String plan, long version, List<LaneConfig> lanes, int maxBacklog, boolean deleted) {
        this(tenant, plan, version, lanes, maxBacklog, deleted, TenantLimits.NONE);
    }
}

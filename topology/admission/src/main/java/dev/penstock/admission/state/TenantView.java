package dev.penstock.admission.state;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.row.TenantCodec.Money;
import org.jspecify.annotations.Nullable;

/** A tenant as deciders see it. */
public interface TenantView {
    TenantConfig config();

    /** What it may do with a role; null for a role that it has no allocation of. */
    @Nullable
    LaneConfig lane(String role);

    /** Sequence number of its next event. */
    long nextSeq();

    /** Tasks of it that wait or are queued. */
    int pending();

    /** Moving mean of what a task of its lane costs, in micro-dollars; 0 before the first. */
    long meanMicros(String role);

    /** Grants and leases of all its lanes. */
    int live();

    /** Tasks of its lane that count towards this month's limit. */
    long counted(String role);

    /** Its books. */
    Money money();

    /** What of this month's budget is used, reservations included. */
    long usedMicros();
}

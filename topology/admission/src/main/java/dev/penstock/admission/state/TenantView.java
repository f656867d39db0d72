package dev.penstock.admission.state;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
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
}

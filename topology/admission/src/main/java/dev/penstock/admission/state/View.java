package dev.penstock.admission.state;

import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.index.LaneFacts;
import dev.penstock.admission.index.ReadyLane;
import dev.penstock.admission.index.RoleFacts;
import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.CampaignRow;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state as deciders see it: nothing here changes anything. */
public interface View {
    Policy policy();

    /** The engine's clock, milliseconds since 1970-01-01T00:00Z. */
    long now();

    /** Null for a tenant that was never configured. */
    @Nullable
    TenantView tenant(String name);

    /** The sequence number of the tenant's next event; 0 for a tenant that was never configured. */
    long nextSeq(String tenant);

    /** The month that the clock stands in, see {@link dev.penstock.admission.Months}. */
    long month();

    /** The operator's limits of a role. */
    RoleConfig limits(String role);

    /** Null for a task that was never accepted, or has ended and been forgotten. */
    @Nullable
    TaskRow task(String tenant, UUID id);

    /** A task that an index speaks of. */
    TaskRow existing(TaskKey key);

    /** The lane whose head is to be granted next, null when none is ready or no window has room. */
    @Nullable
    ReadyLane nextReady();

    /** The task at the head of a ready lane. */
    TaskRow head(ReadyLane lane);

    /** The task whose deadline came first, null when none has come. */
    @Nullable
    TaskRow nextDue();

    /** An unfinished task of a deleted tenant, null for none. */
    @Nullable
    TaskRow nextDoomed();

    /** An unfinished task of a campaign that is to be cancelled, null for none. */
    @Nullable
    TaskRow nextInCancelledCampaign();

    /** Null for a campaign that does not run. */
    @Nullable
    CampaignRow campaign(CampaignKey key);

    /** A campaign whose progress is to be told, null for none. */
    @Nullable
    CampaignKey nextUntoldCampaign();

    /** How many dead tasks need not be kept any longer, counted up to {@code limit}. */
    int deadDue(int limit);

    /** How many markers have outlived {@link Policy#markerTtl()}, counted up to {@code limit}. */
    int markersDue(int limit);

    // ---- for telling people

    LaneFacts laneFacts(String tenant, String role);

    RoleFacts roleFacts(String role);

    /** Roles of the tenant's lanes that have work. */
    List<String> rolesAtWork(String tenant);

    /** Tasks of its lane that go before a task. */
    int ahead(TaskRow task);

    /** Grants and leases of the role that the slot may hold at once. */
    int roleCapacity(String role);
}

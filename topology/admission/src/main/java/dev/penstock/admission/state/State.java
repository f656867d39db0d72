package dev.penstock.admission.state;

import dev.penstock.admission.Backend;
import dev.penstock.admission.Engine.Summary;
import dev.penstock.admission.Engine.Work;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Months;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.Table;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.index.LaneFacts;
import dev.penstock.admission.index.ReadyLane;
import dev.penstock.admission.index.RoleFacts;
import dev.penstock.admission.index.TenantTerms;
import dev.penstock.admission.index.Terms;
import dev.penstock.admission.index.WorkIndex;
import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.CampaignRow;
import dev.penstock.admission.row.RoleRow;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.row.TenantCodec.Money;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The slot's whole state: rows and what is derived from them. To the world it is read-only; only {@link Applier} gets at what writes. */
public final class State implements View {
    /**
     * Task rows read or changed between two flushes, at most one command's worth more. Several hundred bytes each; the more there are, the seldomer a task or
     * tenant that changes often is written.
     */
    private static final int MAX_TOUCHED = 50_000;

    /** Bytes of payloads that await a flush, at most one command's worth more. */
    private static final long MAX_UNWRITTEN_BYTES = 8 << 20;

    /** Queued tasks that are read together. */
    private static final int READ_AHEAD = 32;

    private final Policy policy;
    final Tasks tasks;
    final Payloads payloads;
    final Tenants tenants;
    final Campaigns campaigns;
    final Slot slot;
    final WorkIndex index;

    private final SlotPlace place;

    /** The next place in a queue or among the markers. */
    private long nextOrder;

    private long month;
    private long monthEnds;

    /** Reads every row once to rebuild what is derived from them. */
    public State(Policy policy, SlotPlace place, Backend backend) {
        this.policy = policy;
        this.place = place;
        slot = new Slot(backend.table(Table.SLOT), policy);
        tenants = new Tenants(backend.table(Table.TENANTS));
        campaigns = new Campaigns(backend.table(Table.TENANTS));
        payloads = new Payloads(backend.table(Table.PAYLOADS));
        tasks = new Tasks(backend.table(Table.TASKS), payloads, policy.maxQueuedHeld());
        index = new WorkIndex(new TermsInForce(), policy);
        timePassed();
        nextOrder = slot.leastOrder();
        for (Tenant tenant : tenants.all()) {
            index.tenantChanged(tenant.config().tenant());
        }
        campaigns.all().forEach((key, campaign) -> {
            if (campaign.cancelled()) {
                index.campaignCancelled(key);
            }
        });
        tasks.restore((row, timer) -> {
            nextOrder = Math.max(nextOrder, row.order() + 1);
            index.restore(row, timer);
        });
        index.restored();
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public long now() {
        return slot.now();
    }

    @Override
    public long month() {
        return month;
    }

    @Override
    public RoleConfig limits(String role) {
        return slot.limits(role);
    }

    @Override
    public @Nullable TenantView tenant(String name) {
        Tenant tenant = tenants.find(name);
        return tenant == null ? null : new Seen(tenant);
    }

    @Override
    public long nextSeq(String name) {
        Tenant tenant = tenants.find(name);
        return tenant == null ? 0 : tenant.seq() + 1;
    }

    @Override
    public @Nullable TaskRow task(String tenant, UUID id) {
        return tasks.find(new TaskKey(tenant, id));
    }

    @Override
    public TaskRow existing(TaskKey key) {
        return tasks.existing(key);
    }

    @Override
    public @Nullable ReadyLane nextReady() {
        return index.nextReady();
    }

    @Override
    public TaskRow head(ReadyLane lane) {
        TaskKey head = lane.head();
        TaskRow held = tasks.held(head);
        if (held != null) {
            return held;
        }
        tasks.readAhead(index.nextTasks(lane, Math.min(READ_AHEAD, tasks.roomAhead())));
        return tasks.existing(head);
    }

    @Override
    public @Nullable TaskRow nextDue() {
        return existingOrNull(index.nextDue(now()));
    }

    @Override
    public @Nullable TaskRow nextDoomed() {
        return existingOrNull(index.nextDoomed());
    }

    @Override
    public @Nullable TaskRow nextInCancelledCampaign() {
        return existingOrNull(index.nextInCancelledCampaign());
    }

    @Override
    public @Nullable CampaignRow campaign(CampaignKey key) {
        return campaigns.find(key);
    }

    @Override
    public @Nullable CampaignKey nextUntoldCampaign() {
        return campaigns.nextUntold();
    }

    @Override
    public int deadDue(int limit) {
        return index.deadDue(now(), policy, limit);
    }

    @Override
    public int markersDue(int limit) {
        return index.markersEndedBy(now() - policy.markerTtl().toMillis(), limit);
    }

    @Override
    public LaneFacts laneFacts(String tenant, String role) {
        return index.lane(tenant, role);
    }

    @Override
    public RoleFacts roleFacts(String role) {
        return index.role(role);
    }

    @Override
    public List<String> rolesAtWork(String tenant) {
        return index.rolesAtWork(tenant);
    }

    @Override
    public int ahead(TaskRow task) {
        return index.ahead(task);
    }

    @Override
    public int roleCapacity(String role) {
        return new TermsInForce().roleCapacity(role);
    }

    /** The payload of a task that has not ended or is dead, null for any other. */
    public byte @Nullable [] payload(String tenant, UUID taskId) {
        TaskKey key = new TaskKey(tenant, taskId);
        TaskRow row = tasks.find(key);
        if (row == null || row.state().ended() && row.state() != TaskState.DEAD) {
            return null;
        }
        byte[] ahead = tasks.takePayload(key);
        return ahead == null ? payloads.find(row) : ahead;
    }

    /** The configuration in force of a tenant, null for one that is not known. */
    public @Nullable TenantConfig config(String name) {
        Tenant tenant = tenants.find(name);
        return tenant == null ? null : tenant.config();
    }

    /** Names of tenants in order, at most so many, those that follow {@code after}. */
    public List<String> tenantsAfter(String after, int limit) {
        PriorityQueue<String> first = new PriorityQueue<>(Comparator.reverseOrder());
        for (Tenant tenant : tenants.all()) {
            String name = tenant.config().tenant();
            if (name.compareTo(after) > 0) {
                first.add(name);
                if (first.size() > limit) {
                    first.remove();
                }
            }
        }
        return first.stream().sorted().toList();
    }

    public Work work(String tenant) {
        return new Work(index.pending(tenant), index.live(tenant));
    }

    /** Whether a grant, a deadline, a doomed task or a marker could be dealt with at once. */
    public boolean hasMoreToDo() {
        return index.nextReady() != null
                || index.nextDue(now()) != null
                || index.nextDoomed() != null
                || index.nextInCancelledCampaign() != null
                || markersDue(1) > 0
                || deadDue(1) > 0;
    }

    public Summary summary() {
        return new Summary(
                index.count(TaskState.QUEUED),
                index.count(TaskState.WAITING),
                index.count(TaskState.GRANTED),
                index.count(TaskState.RUNNING),
                index.markers(),
                tenants.size());
    }

    /** Every fact that is not a row but derived from rows, one a line; equal states give equal text. For diagnosis and tests. */
    public String describe() {
        StringBuilder text = new StringBuilder("next order " + nextOrder + "\n");
        index.describe(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Brings what is derived from the clock up to it. */
    void timePassed() {
        if (now() >= monthEnds || now() < Months.start(month)) {
            month = Months.of(now());
            monthEnds = Months.start(month + 1);
        }
        index.timePassed(now(), month);
    }

    /** Whether so many are queued that the rows of more are not kept in memory. */
    boolean queuesAreLong() {
        return index.count(TaskState.QUEUED) >= policy.maxQueuedHeld();
    }

    long takeOrder() {
        return nextOrder++;
    }

    long nextOrder() {
        return nextOrder;
    }

    /** Whether as much awaits the next flush as should. */
    public boolean flushDue() {
        return tasks.touched() >= MAX_TOUCHED || payloads.unwrittenBytes() >= MAX_UNWRITTEN_BYTES;
    }

    /** Writes every row that changed since the last flush, once each. */
    void flush() {
        tasks.flush(index.count(TaskState.QUEUED));
        payloads.flush();
        tenants.flush();
        campaigns.flush();
        slot.flush();
    }

    private @Nullable TaskRow existingOrNull(@Nullable TaskKey key) {
        return key == null ? null : tasks.existing(key);
    }

    private final class TermsInForce implements Terms {
        @Override
        public TenantTerms tenant(String name) {
            return tenants.existing(name);
        }

        @Override
        public RoleRow role(String role) {
            return slot.role(role);
        }

        @Override
        public int roleCapacity(String role) {
            RoleConfig limits = slot.limits(role);
            if (!limits.enabled() || limits.flow() == Flow.PAUSED) {
                return 0;
            }
            return limits.cap() == 0 ? Integer.MAX_VALUE : place.share(limits.cap());
        }
    }

    /** What deciders see of a tenant. */
    private final class Seen implements TenantView {
        private final Tenant tenant;

        Seen(Tenant tenant) {
            this.tenant = tenant;
        }

        @Override
        public TenantConfig config() {
            return tenant.config();
        }

        @Override
        public @Nullable LaneConfig lane(String role) {
            LaneAccount lane = tenant.find(role);
            return lane == null ? null : lane.config();
        }

        @Override
        public long nextSeq() {
            return tenant.seq() + 1;
        }

        @Override
        public int pending() {
            return index.pending(tenant.config().tenant());
        }

        @Override
        public long meanMicros(String role) {
            LaneAccount lane = tenant.find(role);
            return lane == null ? 0 : lane.meanMicros();
        }

        @Override
        public int live() {
            return index.live(tenant.config().tenant());
        }

        @Override
        public long counted(String role) {
            LaneAccount lane = tenant.find(role);
            return lane == null ? 0 : lane.counted(month);
        }

        @Override
        public Money money() {
            return tenant.book.money();
        }

        @Override
        public long usedMicros() {
            return tenant.book.used(month);
        }
    }
}

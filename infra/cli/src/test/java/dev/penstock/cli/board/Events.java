package dev.penstock.cli.board;

import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.RetryScheduled;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskGranted;
import dev.penstock.schemas.v1.TaskQueued;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskRejected;
import dev.penstock.schemas.v1.TaskStarted;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.TenantConfigured;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events of a few tenants by hand, for what folds them. */
public final class Events {
    public static final Usage USAGE = Usage.newBuilder()
            .setInputTokens(100)
            .setOutputTokens(50)
            .setCostMicros(1_500)
            .build();

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Long> seq = new HashMap<>();
    private final Map<TaskKey, TaskRef> refs = new HashMap<>();
    private long now = 10_000;

    public List<Event> list() {
        return events;
    }

    public Events pass(long millis) {
        now += millis;
        return this;
    }

    public Events configured(String tenant, int cap, String... roles) {
        TenantConfig.Builder config =
                TenantConfig.newBuilder().setTenant(tenant).setVersion(1);
        for (String role : roles) {
            config.addAllocations(
                    Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(cap));
        }
        return add(
                tenant,
                Event.newBuilder().setConfigured(TenantConfigured.newBuilder().setConfig(config)));
    }

    public Events accepted(String tenant, String role, Tier tier, String id) {
        refs.put(
                new TaskKey(tenant, id),
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(role)
                        .setTier(tier)
                        .setAcceptedAtMillis(now)
                        .build());
        return task(
                tenant,
                id,
                Event.newBuilder().setAccepted(TaskAccepted.newBuilder().setMaxAttempts(3)));
    }

    /** One that the plan of another brought, and that comes after a third. */
    public Events planned(String tenant, String role, String id, String planner, String after) {
        refs.put(
                new TaskKey(tenant, id),
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(role)
                        .setTier(Tier.TIER_NORMAL)
                        .setAcceptedAtMillis(now)
                        .build());
        return task(
                tenant,
                id,
                Event.newBuilder()
                        .setAccepted(TaskAccepted.newBuilder()
                                .setMaxAttempts(3)
                                .setPlannerId(planner)
                                .setName(id)
                                .addAfter(after)));
    }

    public Events campaign(String tenant, String name, String state, int total, int succeeded) {
        return add(
                tenant,
                Event.newBuilder()
                        .setCampaignProgressed(CampaignProgressed.newBuilder()
                                .setCampaign(name)
                                .setState(state)
                                .setTotal(total)
                                .setSucceeded(succeeded)));
    }

    public Events rejected(String tenant, String role, String id) {
        refs.put(
                new TaskKey(tenant, id),
                TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(role)
                        .setTier(Tier.TIER_NORMAL)
                        .build());
        return task(
                tenant,
                id,
                Event.newBuilder().setRejected(TaskRejected.newBuilder().setReason("role_not_allocated")));
    }

    public Events granted(String tenant, String id, int attempt, int cap, int live) {
        TaskGranted granted = TaskGranted.newBuilder()
                .setAttempt(attempt)
                .setConfigVersion(1)
                .setCap(cap)
                .setLive(live)
                .setStartByMillis(now + 60_000)
                .build();
        return task(tenant, id, Event.newBuilder().setGranted(granted));
    }

    public Events started(String tenant, String id, int attempt) {
        return task(
                tenant,
                id,
                Event.newBuilder()
                        .setStarted(TaskStarted.newBuilder()
                                .setAttempt(attempt)
                                .setWorkerId("w")
                                .setLeaseUntilMillis(now + 30_000)));
    }

    public Events retry(String tenant, String id, int attempt, String cause) {
        return task(
                tenant,
                id,
                Event.newBuilder()
                        .setRetryScheduled(RetryScheduled.newBuilder()
                                .setAttempt(attempt)
                                .setCause(cause)
                                .setNotBeforeMillis(now)
                                .setUsage(USAGE)));
    }

    public Events queued(String tenant, String id) {
        return task(tenant, id, Event.newBuilder().setQueued(TaskQueued.getDefaultInstance()));
    }

    public Events succeeded(String tenant, String id, int attempt) {
        return task(
                tenant,
                id,
                Event.newBuilder()
                        .setSucceeded(
                                TaskSucceeded.newBuilder().setAttempt(attempt).setUsage(USAGE)));
    }

    private Events task(String tenant, String id, Event.Builder event) {
        return add(tenant, event.setTask(refs.getOrDefault(new TaskKey(tenant, id), TaskRef.getDefaultInstance())));
    }

    private Events add(String tenant, Event.Builder event) {
        events.add(event.setTenant(tenant)
                .setSeq(seq.merge(tenant, 1L, Long::sum))
                .setAtMillis(now)
                .build());
        return this;
    }
}

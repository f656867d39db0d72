package dev.penstock.corebench;

import com.google.protobuf.ByteString;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Failure;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.Tick;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The commands of a {@link Cycle} as intake, workers and the API write them. */
final class ProtoCommands {
    private static final int HASH_BYTES = 32;

    private ProtoCommands() {}

    static Command of(dev.penstock.admission.Command command) {
        return switch (command) {
            case dev.penstock.admission.Command.Submit c -> submit(c);
            case dev.penstock.admission.Command.Start c ->
                Command.newBuilder()
                        .setTenant(c.tenant())
                        .setStart(StartAttempt.newBuilder()
                                .setTaskId(c.taskId().toString())
                                .setAttempt(c.attempt())
                                .setWorkerId(c.workerId())
                                .setDispatchedAtMillis(c.dispatchedAt()))
                        .build();
            case dev.penstock.admission.Command.Complete c ->
                finish(
                        c.tenant(),
                        attempt(c.taskId(), c.attempt(), c.workerId(), c.usage())
                                .setSuccess(Success.newBuilder().setOutput(c.output())));
            case dev.penstock.admission.Command.Fail c ->
                finish(
                        c.tenant(),
                        attempt(c.taskId(), c.attempt(), c.workerId(), c.usage())
                                .setFailure(Failure.newBuilder()
                                        .setKind(c.kind())
                                        .setMessage(c.message())
                                        .setRetryable(c.retryable())));
            case dev.penstock.admission.Command.Configure c -> configure(c.config());
            case dev.penstock.admission.Command.ConfigureRole c -> limitRole(c.config());
            case dev.penstock.admission.Command.Tick c ->
                Command.newBuilder().setTick(Tick.newBuilder()).build();
            case dev.penstock.admission.Command.Renew c -> throw notOfACycle(c);
            case dev.penstock.admission.Command.Defer c -> throw notOfACycle(c);
            case dev.penstock.admission.Command.Cancel c -> throw notOfACycle(c);
            case dev.penstock.admission.Command.CancelCampaign c -> throw notOfACycle(c);
            case dev.penstock.admission.Command.Replay c -> throw notOfACycle(c);
        };
    }

    private static IllegalArgumentException notOfACycle(dev.penstock.admission.Command command) {
        return new IllegalArgumentException("Expected a command of a cycle, but got " + command);
    }

    private static Command submit(dev.penstock.admission.Command.Submit c) {
        ByteBuffer hash = ByteBuffer.allocate(HASH_BYTES)
                .putLong(c.digest().high())
                .putLong(c.digest().low())
                .rewind();
        SubmitTask.Builder submit = SubmitTask.newBuilder()
                .setTaskId(c.taskId().toString())
                .setRole(c.role())
                .setTier(tier(c.tier()))
                .setInputBytes(ByteString.copyFrom(c.payload()))
                .setCampaign(c.campaign())
                .putAllLabels(c.labels())
                .setRequestHash(ByteString.copyFrom(hash))
                .setEstimateMicros(c.options().estimateMicros())
                .setAttemptTimeoutMillis(c.options().attemptTimeoutMillis());
        return Command.newBuilder().setTenant(c.tenant()).setSubmit(submit).build();
    }

    private static Tier tier(dev.penstock.admission.Tier tier) {
        return switch (tier) {
            case URGENT -> Tier.TIER_URGENT;
            case NORMAL -> Tier.TIER_NORMAL;
            case BATCH -> Tier.TIER_BATCH;
        };
    }

    private static FinishAttempt.Builder attempt(
            UUID task, int number, String worker, dev.penstock.admission.Usage usage) {
        return FinishAttempt.newBuilder()
                .setTaskId(task.toString())
                .setAttempt(number)
                .setWorkerId(worker)
                .setUsage(Usage.newBuilder()
                        .setInputTokens(usage.inputTokens())
                        .setOutputTokens(usage.outputTokens())
                        .setCostMicros(usage.costMicros()));
    }

    private static Command finish(String tenant, FinishAttempt.Builder finish) {
        return Command.newBuilder().setTenant(tenant).setFinish(finish).build();
    }

    private static Command configure(TenantConfig config) {
        var proto = dev.penstock.schemas.v1.TenantConfig.newBuilder()
                .setTenant(config.tenant())
                .setPlan(config.plan())
                .setVersion(config.version())
                .setMaxBacklog(config.maxBacklog())
                .setMaxConcurrent(config.limits().cap())
                .setWeight(config.limits().weight())
                .setMonthlyBudgetMicros(config.limits().monthlyBudgetMicros());
        for (LaneConfig lane : config.lanes()) {
            proto.addAllocations(Allocation.newBuilder()
                    .setRole(lane.role())
                    .setEnabled(lane.enabled())
                    .setMaxConcurrent(lane.cap())
                    .setMonthlyTaskLimit(lane.monthlyTasks()));
        }
        return Command.newBuilder()
                .setTenant(config.tenant())
                .setConfigure(proto)
                .build();
    }

    private static Command limitRole(RoleConfig config) {
        return Command.newBuilder()
                .setLimitRole(RoleLimits.newBuilder()
                        .setRole(config.role())
                        .setVersion(config.version())
                        .setMaxConcurrent(config.cap()))
                .build();
    }
}

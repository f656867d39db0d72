package dev.penstock.streams;

import com.google.protobuf.ByteString;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CancelTask;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tick;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;

/** Commands as intake, workers and the API write them. */
public final class Commands {
    private Commands() {}

    public static TenantConfig config(String tenant, int cap, String... roles) {
        TenantConfig.Builder config =
                TenantConfig.newBuilder().setTenant(tenant).setPlan("pro").setVersion(1);
        for (String role : roles) {
            config.addAllocations(
                    Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(cap));
        }
        return config.build();
    }

    public static Command configure(TenantConfig config) {
        return Command.newBuilder()
                .setTenant(config.getTenant())
                .setConfigure(config)
                .build();
    }

    public static String taskId(String tenant, String key) {
        return TaskIds.fromKey(tenant, key).toString();
    }

    public static Command submit(String tenant, String key, String role, Tier tier) {
        SubmitTask submit = SubmitTask.newBuilder()
                .setTaskId(taskId(tenant, key))
                .setRole(role)
                .setTier(tier)
                .setInput("Write about " + key)
                .setRequestHash(ByteString.copyFrom(new byte[32]))
                .build();
        return Command.newBuilder().setTenant(tenant).setSubmit(submit).build();
    }

    public static Command start(String tenant, String taskId, int attempt) {
        return Command.newBuilder()
                .setTenant(tenant)
                .setStart(StartAttempt.newBuilder()
                        .setTaskId(taskId)
                        .setAttempt(attempt)
                        .setWorkerId("w-1"))
                .build();
    }

    public static Command succeed(String tenant, String taskId, int attempt) {
        return Command.newBuilder()
                .setTenant(tenant)
                .setFinish(FinishAttempt.newBuilder()
                        .setTaskId(taskId)
                        .setAttempt(attempt)
                        .setWorkerId("w-1")
                        .setUsage(Usage.newBuilder()
                                .setInputTokens(10)
                                .setOutputTokens(20)
                                .setCostMicros(30))
                        .setSuccess(Success.newBuilder().setOutput("done")))
                .build();
    }

    public static Command cancel(String tenant, String taskId) {
        return Command.newBuilder()
                .setTenant(tenant)
                .setCancel(CancelTask.newBuilder().setTaskId(taskId).setReason("enough"))
                .build();
    }

    public static Command tick(int slot) {
        return Command.newBuilder().setTick(Tick.newBuilder().setSlot(slot)).build();
    }
}

package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Progress;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.v1.CancelTask;
import dev.penstock.schemas.v1.DeferAttempt;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Failure;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.RenewLease;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tick;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandReaderTest {
    private static final int SLOTS = 4;
    private static final String TENANT = "acme";
    private static final UUID TASK = UUID.fromString("00000000-0000-8000-8000-000000000001");
    private static final ByteString HASH =
            ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 9, 9});

    private final CommandReader reader = new CommandReader(Slots.of(TENANT, SLOTS), SLOTS);

    @Test
    void shouldReadASubmissionWithWhatItsDispatchNeeds() throws Exception {
        Command.Submit submit = (Command.Submit) read(command().setSubmit(submission()));

        assertThat(submit.taskId()).isEqualTo(TASK);
        assertThat(submit.tier()).isEqualTo(Tier.URGENT);
        assertThat(submit.digest()).isEqualTo(new Digest(1, 2));
        assertThat(submit.labels()).containsEntry("team", "red");
        Dispatch template = Dispatch.parseFrom(submit.payload());
        assertThat(template.getTenant()).isEqualTo(TENANT);
        assertThat(template.getTaskId()).isEqualTo(TASK.toString());
        assertThat(template.getInput()).isEqualTo("Write");
        assertThat(template.getCampaign()).isEqualTo("spring");
    }

    @Test
    void shouldReadWhatWorkersSay() {
        assertThat(read(command()
                        .setStart(StartAttempt.newBuilder()
                                .setTaskId(TASK.toString())
                                .setAttempt(2)
                                .setWorkerId("w")
                                .setDispatchedAtMillis(77))))
                .isEqualTo(new Command.Start(TENANT, TASK, 2, "w", 77));
        assertThat(read(command()
                        .setRenew(RenewLease.newBuilder()
                                .setTaskId(TASK.toString())
                                .setAttempt(2)
                                .setWorkerId("w"))))
                .isEqualTo(new Command.Renew(TENANT, TASK, 2, "w"));
        assertThat(read(command()
                        .setRenew(RenewLease.newBuilder()
                                .setTaskId(TASK.toString())
                                .setAttempt(2)
                                .setWorkerId("w")
                                .setLeaseMillis(600_000)
                                .setProgress(dev.penstock.schemas.v1.Progress.newBuilder()
                                        .setKind("progress")
                                        .setMessage("x".repeat(501))))))
                .isEqualTo(new Command.Renew(
                        TENANT, TASK, 2, "w", 600_000, new Progress("progress", "x".repeat(500), "", "")));
        assertThat(read(command()
                        .setDefer(DeferAttempt.newBuilder()
                                .setTaskId(TASK.toString())
                                .setAttempt(2)
                                .setWorkerId("w")
                                .setReason("draining")
                                .setDelayMillis(-5))))
                .isEqualTo(new Command.Defer(TENANT, TASK, 2, "w", "draining", 0));
        assertThat(read(command()
                        .setCancel(CancelTask.newBuilder()
                                .setTaskId(TASK.toString())
                                .setReason("enough"))))
                .isEqualTo(new Command.Cancel(TENANT, TASK, "enough"));
        assertThat(read(command()
                        .setFinish(finish().setUsage(dev.penstock.schemas.v1.Usage.newBuilder()
                                        .setInputTokens(-1)
                                        .setOutputTokens(7)
                                        .setCostMicros(Long.MAX_VALUE))
                                .setSuccess(Success.newBuilder().setOutput("done")))))
                .isEqualTo(
                        new Command.Complete(TENANT, TASK, 1, "w", new Usage(0, 7, CommandReader.MAX_USAGE), "done"));
        assertThat(read(command()
                        .setFinish(finish().setFailure(Failure.newBuilder()
                                .setKind("timeout")
                                .setMessage("slow")
                                .setRetryable(true)
                                .setRetryAfterMillis(9)))))
                .isEqualTo(new Command.Fail(TENANT, TASK, 1, "w", Usage.NONE, "timeout", "slow", true, 9));
    }

    @Test
    void shouldFailAnAttemptWhoseOutputIsTooLargeForItsEvent() {
        Command command = read(command()
                .setFinish(finish().setSuccess(
                                Success.newBuilder().setOutput("ä".repeat(Limits.MAX_OUTPUT_BYTES / 2 + 1)))));

        assertThat(command).isInstanceOfSatisfying(Command.Fail.class, fail -> {
            assertThat(fail.kind()).isEqualTo("output_too_large");
            assertThat(fail.retryable()).isFalse();
        });
    }

    @Test
    void shouldTakeATickWithoutAKey() {
        byte[] tick = dev.penstock.schemas.v1.Command.newBuilder()
                .setTick(Tick.newBuilder().setSlot(3))
                .build()
                .toByteArray();

        assertThat(reader.read(null, tick)).isEqualTo(new CommandReader.Readable(new Command.Tick()));
    }

    @Test
    void shouldCutWhatIsLongerThanItsEventMayBe() {
        Command.Cancel cancel = (Command.Cancel) read(command()
                .setCancel(CancelTask.newBuilder().setTaskId(TASK.toString()).setReason("x".repeat(100_000))));

        assertThat(cancel.reason()).hasSize(Limits.MAX_MESSAGE_CHARS);
    }

    static Stream<Arguments> poison() {
        var start = StartAttempt.newBuilder().setTaskId(TASK.toString()).setAttempt(1);
        return Stream.of(
                Arguments.of("kind", TENANT, command().build()),
                Arguments.of(
                        "tenant",
                        TENANT,
                        dev.penstock.schemas.v1.Command.newBuilder()
                                .setStart(start)
                                .build()),
                Arguments.of("key", "other", command().setStart(start).build()),
                Arguments.of("key", null, command().setStart(start).build()),
                Arguments.of(
                        "UUID",
                        TENANT,
                        command()
                                .setStart(StartAttempt.newBuilder().setTaskId("task-1"))
                                .build()),
                Arguments.of(
                        "UUID",
                        TENANT,
                        command()
                                .setCancel(CancelTask.newBuilder().setTaskId("1-1-1-1-1"))
                                .build()),
                Arguments.of(
                        "role",
                        TENANT,
                        command().setSubmit(submission().setRole("No Role")).build()),
                Arguments.of(
                        "tier",
                        TENANT,
                        command().setSubmit(submission().clearTier()).build()),
                Arguments.of(
                        "tier",
                        TENANT,
                        command().setSubmit(submission().setTierValue(77)).build()),
                Arguments.of(
                        "hash",
                        TENANT,
                        command().setSubmit(submission().clearRequestHash()).build()),
                Arguments.of("outcome", TENANT, command().setFinish(finish()).build()),
                Arguments.of(
                        "another",
                        TENANT,
                        command()
                                .setConfigure(TenantConfig.newBuilder().setTenant("other"))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void shouldRefuseWhatItCannotActOn(String says, String key, dev.penstock.schemas.v1.Command command) {
        CommandReader.Found found = reader.read(key == null ? null : bytes(key), command.toByteArray());

        assertThat(found).isInstanceOfSatisfying(CommandReader.Poison.class, poison -> assertThat(poison.message())
                .contains(says));
    }

    @Test
    void shouldRefuseWhatIsNoCommandOrInAnotherTenantsSlot() {
        byte[] start = command()
                .setStart(StartAttempt.newBuilder().setTaskId(TASK.toString()))
                .build()
                .toByteArray();
        CommandReader elsewhere = new CommandReader((Slots.of(TENANT, SLOTS) + 1) % SLOTS, SLOTS);

        assertThat(reader.read(bytes(TENANT), null)).isInstanceOf(CommandReader.Poison.class);
        assertThat(reader.read(bytes(TENANT), bytes("nonsense"))).isInstanceOf(CommandReader.Poison.class);
        assertThat(elsewhere.read(bytes(TENANT), start)).isInstanceOf(CommandReader.Poison.class);
    }

    private Command read(dev.penstock.schemas.v1.Command.Builder command) {
        return ((CommandReader.Readable)
                        reader.read(bytes(TENANT), command.build().toByteArray()))
                .command();
    }

    private static dev.penstock.schemas.v1.Command.Builder command() {
        return dev.penstock.schemas.v1.Command.newBuilder().setTenant(TENANT);
    }

    private static FinishAttempt.Builder finish() {
        return FinishAttempt.newBuilder()
                .setTaskId(TASK.toString())
                .setAttempt(1)
                .setWorkerId("w");
    }

    private static SubmitTask.Builder submission() {
        return SubmitTask.newBuilder()
                .setTaskId(TASK.toString())
                .setRole("copywriter")
                .setTier(dev.penstock.schemas.v1.Tier.TIER_URGENT)
                .setInput("Write")
                .setCampaign("spring")
                .putLabels("team", "red")
                .setRequestHash(HASH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

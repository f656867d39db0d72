package dev.penstock.streams.admission;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Progress;
import dev.penstock.admission.Source;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Usage;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.v1.CancelCampaign;
import dev.penstock.schemas.v1.CancelTask;
import dev.penstock.schemas.v1.DeferAttempt;
import dev.penstock.schemas.v1.Failure;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.RenewLease;
import dev.penstock.schemas.v1.ReplayTask;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slot's commands. Only Penstock writes them, but a slot must outlive whatever it is handed: what cannot be read, or lies in a slot that
 * is not its tenant's, is a {@link Poison}, and no exception.
 */
public final class CommandReader {
    /** Most that one attempt may claim to have used, in tokens or micro-dollars: more is a worker's error and is cut to this. */
    static final long MAX_USAGE = 1_000_000_000_000_000L;

    /**
     * Largest command acted on. What comes of one may be a little larger than itself and must still fit its topic: the engine's producer cannot
     * leave a record out.
     */
    static final int MAX_COMMAND_BYTES = Limits.MAX_RECORD_BYTES - (64 << 10);

    private static final int MAX_KIND_CHARS = 64;

    private final int slot;
    private final int slots;

    /**
     * @param slot whose partition it reads, from 0
     * @param slots how many there are
     */
    public CommandReader(int slot, int slots) {
        this.slot = slot;
        this.slots = slots;
    }

    /** What was found on the slot's partition. */
    public sealed interface Found {}

    public record Readable(Command command) implements Found {}

    public record Poison(String message) implements Found {}

    /** What a record holds. The payload of a submission is what each grant of it hands to a worker. */
    public Found read(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            return new Poison("the record has no value");
        }
        if (value.length > MAX_COMMAND_BYTES) {
            return new Poison("the command has " + value.length + " bytes but may have at most " + MAX_COMMAND_BYTES);
        }
        try {
            return new Readable(check(key, dev.penstock.schemas.v1.Command.parseFrom(value)));
        } catch (InvalidProtocolBufferException e) {
            return new Poison("the value is not a Protobuf Command: " + e.getMessage());
        } catch (PoisonException e) {
            return new Poison(String.valueOf(e.getMessage()));
        }
    }

    private Command check(byte @Nullable [] key, dev.penstock.schemas.v1.Command command) throws PoisonException {
        if (command.hasTick()) {
            return new Command.Tick();
        }
        if (command.hasLimitRole()) {
            return new Command.ConfigureRole(TenantConfigs.toCore(command.getLimitRole()));
        }
        String tenant = command.getTenant();
        if (tenant.isEmpty() || tenant.length() > Limits.MAX_TENANT_CHARS) {
            throw new PoisonException("the command names no tenant");
        }
        if (key == null || !Arrays.equals(key, tenant.getBytes(StandardCharsets.UTF_8))) {
            throw new PoisonException("the record's key is not the command's tenant");
        }
        if (Slots.of(tenant, slots) != slot) {
            throw new PoisonException(
                    "the tenant's slot is " + Slots.of(tenant, slots) + " but the command is in slot " + slot);
        }
        return toCore(tenant, command);
    }

    private static Command toCore(String tenant, dev.penstock.schemas.v1.Command command) throws PoisonException {
        return switch (command.getKindCase()) {
            case SUBMIT -> submit(tenant, command.getSubmit());
            case START -> {
                StartAttempt start = command.getStart();
                yield new Command.Start(
                        tenant,
                        id(start.getTaskId()),
                        start.getAttempt(),
                        cut(start.getWorkerId()),
                        start.getDispatchedAtMillis());
            }
            case RENEW -> {
                RenewLease renew = command.getRenew();
                yield new Command.Renew(
                        tenant,
                        id(renew.getTaskId()),
                        renew.getAttempt(),
                        cut(renew.getWorkerId()),
                        Math.max(0, renew.getLeaseMillis()),
                        renew.hasProgress() ? progress(renew.getProgress()) : null);
            }
            case FINISH -> finish(tenant, command.getFinish());
            case DEFER -> {
                DeferAttempt defer = command.getDefer();
                yield new Command.Defer(
                        tenant,
                        id(defer.getTaskId()),
                        defer.getAttempt(),
                        cut(defer.getWorkerId()),
                        cut(defer.getReason()),
                        Math.max(0, defer.getDelayMillis()),
                        usage(defer.getUsage()));
            }
            case CANCEL_CAMPAIGN -> {
                CancelCampaign cancel = command.getCancelCampaign();
                yield new Command.CancelCampaign(tenant, cut(cancel.getCampaign()), cut(cancel.getReason()));
            }
            case REPLAY -> {
                ReplayTask replay = command.getReplay();
                yield new Command.Replay(tenant, id(replay.getTaskId()), cut(replay.getReason()));
            }
            case CANCEL -> {
                CancelTask cancel = command.getCancel();
                yield new Command.Cancel(tenant, id(cancel.getTaskId()), cut(cancel.getReason()));
            }
            case CONFIGURE -> {
                if (!command.getConfigure().getTenant().equals(tenant)) {
                    throw new PoisonException("the configuration is another tenant's");
                }
                yield new Command.Configure(TenantConfigs.toCore(command.getConfigure()));
            }
            case TICK -> new Command.Tick();
            case LIMIT_ROLE -> throw new PoisonException("limits of a role belong to no tenant");
            case KIND_NOT_SET -> throw new PoisonException("the command is of no kind that this version knows");
        };
    }

    private static Command submit(String tenant, SubmitTask submit) throws PoisonException {
        if (!Roles.isValid(submit.getRole())) {
            throw new PoisonException("the submission names no role");
        }
        return new Command.Submit(
                tenant,
                id(submit.getTaskId()),
                submit.getRole(),
                Tiers.toCore(submit.getTier())
                        .orElseThrow(() -> new PoisonException("the submission has no tier that this version knows")),
                submit.getCampaign(),
                submit.getMaxAttempts(),
                submit.getLabelsMap(),
                digest(submit.getRequestHash()),
                submit.hasSource()
                        ? new Source(
                                submit.getSource().getTopic(),
                                submit.getSource().getPartition(),
                                submit.getSource().getOffset())
                        : null,
                Dispatches.template(tenant, submit),
                new TaskOptions(
                        submit.getEstimateMicros(),
                        submit.getNotBeforeMillis(),
                        submit.getStartWithinMillis(),
                        submit.getAttemptTimeoutMillis(),
                        submit.getEndWithinMillis()));
    }

    private static Command finish(String tenant, FinishAttempt finish) throws PoisonException {
        UUID id = id(finish.getTaskId());
        String worker = cut(finish.getWorkerId());
        Usage usage = usage(finish.getUsage());
        return switch (finish.getOutcomeCase()) {
            case SUCCESS -> {
                String output = finish.getSuccess().getOutput();
                if (finish.getSuccess().hasPlan()) {
                    yield PlanReader.complete(
                            new Command.Complete(tenant, id, finish.getAttempt(), worker, usage, output),
                            finish.getSuccess().getPlan());
                }
                // What would make the event larger than its topic takes must not get as far as the producer: there it
                // would stop the slot.
                yield isTooLarge(output)
                        ? new Command.Fail(
                                tenant,
                                id,
                                finish.getAttempt(),
                                worker,
                                usage,
                                "output_too_large",
                                "The output has more than " + Limits.MAX_OUTPUT_BYTES + " bytes",
                                false,
                                0)
                        : new Command.Complete(tenant, id, finish.getAttempt(), worker, usage, output);
            }
            case FAILURE -> {
                Failure failure = finish.getFailure();
                yield new Command.Fail(
                        tenant,
                        id,
                        finish.getAttempt(),
                        worker,
                        usage,
                        kind(failure.getKind()),
                        cut(failure.getMessage()),
                        failure.getRetryable(),
                        Math.max(0, failure.getRetryAfterMillis()));
            }
            case OUTCOME_NOT_SET ->
                throw new PoisonException("the attempt finished with no outcome that this version knows");
        };
    }

    private static Progress progress(dev.penstock.schemas.v1.Progress progress) {
        return new Progress(
                kind(progress.getKind()), cut(progress.getMessage()), cut(progress.getFrom()), cut(progress.getTo()));
    }

    private static String kind(String kind) {
        String cut = kind.length() > MAX_KIND_CHARS ? kind.substring(0, MAX_KIND_CHARS) : kind;
        return cut.isEmpty() ? "unknown" : cut;
    }

    static boolean isTooLarge(String output) {
        return output.length() > Limits.MAX_OUTPUT_BYTES / 3
                && output.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_OUTPUT_BYTES;
    }

    private static Usage usage(dev.penstock.schemas.v1.Usage usage) {
        return new Usage(
                bounded(usage.getInputTokens()), bounded(usage.getOutputTokens()), bounded(usage.getCostMicros()));
    }

    private static long bounded(long amount) {
        return Math.clamp(amount, 0, MAX_USAGE);
    }

    private static String cut(String text) {
        return text.length() <= Limits.MAX_MESSAGE_CHARS ? text : text.substring(0, Limits.MAX_MESSAGE_CHARS);
    }

    /** The core compares 128 bits of the hash: enough to tell a repeat from another request of the same tenant. */
    private static Digest digest(ByteString hash) throws PoisonException {
        if (hash.size() < 2 * Long.BYTES) {
            throw new PoisonException("the submission has no request hash");
        }
        var bytes = hash.asReadOnlyByteBuffer();
        return new Digest(bytes.getLong(), bytes.getLong());
    }

    private static UUID id(String text) throws PoisonException {
        try {
            UUID id = UUID.fromString(text);
            if (text.length() == 36) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new PoisonException("the task id is no UUID", e);
        }
        throw new PoisonException("the task id is no UUID");
    }

    private static final class PoisonException extends Exception {
        private static final long serialVersionUID = 1L;

        PoisonException(String message) {
            super(message, null, false, false);
        }

        PoisonException(String message, Throwable cause) {
            super(message, cause, false, false);
        }
    }
}

package dev.penstock.workers.webhook;

import com.google.protobuf.ByteString;
import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.runtime.secret.CallbackToken;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.v1.CallbackGrant;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.CallTicket;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.output.SchemaStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.Call;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** Hands tasks to the tenants' own runtimes. A runtime answers at once, within bounds, or accepts the task and calls back. */
public final class WebhookAdapter implements RuntimeAdapter {
    public static final String NAME = Adapters.WEBHOOK;

    /** Most of an answer that is read: an output at its limit, in JSON that escapes each of its characters. */
    static final int MAX_ANSWER_BYTES = 2 << 20;

    /** How long a callback may come, however often it extends its lease. */
    static final Duration TOKEN_LIFE = Duration.ofDays(7);

    /** How long an attempt is left alone that cannot be sent out now. */
    private static final Duration SCHEMA_RETRY = Duration.ofSeconds(2);

    private static final String CALLBACKS = "/v1/callbacks/";

    private final TenantRuntimes runtimes;
    private final Keyring keys;
    private final SchemaStore schemas;
    private final String callbackUrl;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * @param callbackUrl where the API is for runtimes, without a path
     * @param patience how long a runtime may be silent that does not say
     */
    WebhookAdapter(
            TenantRuntimes runtimes,
            Keyring keys,
            SchemaStore schemas,
            String callbackUrl,
            Duration patience,
            InstantSource clock) {
        this.runtimes = runtimes;
        this.keys = keys;
        this.schemas = schemas;
        this.callbackUrl = callbackUrl.endsWith("/") ? callbackUrl.substring(0, callbackUrl.length() - 1) : callbackUrl;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
        CallOrigin origin = request.origin();
        return switch (runtimes.to(origin.tenant(), origin.role())) {
            case TenantRuntimes.Way.Shut shut -> failed(shut);
            case TenantRuntimes.Way.Open way -> {
                try {
                    OutputSchema schema = request.ticket().schema();
                    if (schema != null) {
                        schemas.ensure(schema);
                    }
                } catch (IOException e) {
                    yield new CallResult.Failed(
                            FailureKind.OVERLOADED,
                            "The role's output schema cannot be stored now, so no callback could be checked",
                            SCHEMA_RETRY);
                }
                yield send(request, way, answer);
            }
        };
    }

    private CallResult send(CallRequest request, TenantRuntimes.Way.Open way, Answer answer)
            throws InterruptedException {
        Instant now = clock.instant();
        byte[] body = TaskMessage.run(request, callbackUrl + CALLBACKS + token(request, now), patience, now);
        Call call = runtimes.post(way, "msg_" + request.ticket().callId(), body, request.timeout());
        try (Response response = call.execute()) {
            answer.status(response.code());
            return read(response, answer);
        } catch (PublicAddresses.PrivateAddressException e) {
            return failed(TenantRuntimes.notPublic());
        } catch (InterruptedIOException e) {
            // Either the time is up, or the thread was interrupted, which is told by its flag.
            return stoppedOr(
                    FailureKind.TIMEOUT,
                    "The runtime did not answer within " + request.timeout().toSeconds() + " s");
        } catch (IOException e) {
            return stoppedOr(
                    FailureKind.CONNECTION_FAILED,
                    "The runtime cannot be reached: " + e.getClass().getSimpleName());
        }
    }

    private CallResult read(Response response, Answer answer) throws IOException {
        int status = response.code();
        if (status != 200 && status != 202) {
            return RuntimeAnswer.failed(status, response.header("retry-after", ""), clock.instant());
        }
        BufferedSource source = response.body().source();
        Buffer read = new Buffer();
        while (read.size() <= MAX_ANSWER_BYTES) {
            if (source.read(read, MAX_ANSWER_BYTES + 1 - read.size()) < 0) {
                return status == 200
                        ? RuntimeAnswer.done(read.readByteArray(), answer)
                        : RuntimeAnswer.accepted(read.readByteArray(), patience);
            }
        }
        return CallResult.Failed.of(
                FailureKind.OUTPUT_TOO_LARGE,
                "The runtime's answer is over the limit of " + MAX_ANSWER_BYTES + " bytes");
    }

    private String token(CallRequest request, Instant now) {
        CallOrigin origin = request.origin();
        CallTicket ticket = request.ticket();
        OutputSchema schema = ticket.schema();
        return CallbackToken.of(
                CallbackGrant.newBuilder()
                        .setTenant(origin.tenant())
                        .setTaskId(origin.taskId())
                        .setAttempt(origin.attempt())
                        .setRole(origin.role())
                        .setWorkerId(ticket.workerId())
                        .setCallId(ticket.callId())
                        .setModel(request.model())
                        .setStartedAtMillis(ticket.startedAtMillis())
                        .setExpiresAtMillis(now.plus(TOKEN_LIFE).toEpochMilli())
                        .setPatienceMillis(patience.toMillis())
                        .setSpent(ticket.spent())
                        .setReservedMicros(ticket.reservedMicros())
                        .setInputMicros(ticket.inputMicros())
                        .setCachedInputMicros(ticket.cachedInputMicros())
                        .setOutputMicros(ticket.outputMicros())
                        .setCallMicros(ticket.callMicros())
                        .setPriceVersion(ticket.priceVersion())
                        .setPlans(ticket.plans())
                        .setSchemaId(schema == null ? ByteString.EMPTY : ByteString.copyFrom(schema.id()))
                        .build(),
                keys);
    }

    private static CallResult failed(TenantRuntimes.Way.Shut shut) {
        return CallResult.Failed.of(shut.kind(), shut.why());
    }

    private static CallResult stoppedOr(FailureKind kind, String message) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The call was broken off");
        }
        return CallResult.Failed.of(kind, message);
    }
}

package dev.penstock.workers.webhook;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.runtime.secret.CallbackToken;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CallbackGrant;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.CallTicket;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.tenant.Tenants;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Hands tasks to the tenants' own runtimes: a POST signed with the tenant's webhook secrets to the URL in its configuration. A runtime answers at
 * once, or accepts the task and calls back. Where requests may go is bounded: HTTPS, public addresses, no redirects, no proxies, an answer of
 * bounded length.
 */
public final class WebhookAdapter implements RuntimeAdapter {
    public static final String NAME = Adapters.WEBHOOK;

    /** Most of an answer that is read: an output at its limit, in JSON that escapes each of its characters. */
    static final int MAX_ANSWER_BYTES = 2 << 20;

    /** How long a callback may come, however often it extends its lease. */
    static final Duration TOKEN_LIFE = Duration.ofDays(7);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(10);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String CALLBACKS = "/v1/callbacks/";

    private final Tenants tenants;
    private final TenantSecrets secrets;
    private final Keyring keys;
    private final String callbackUrl;
    private final Duration patience;
    private final boolean insecure;
    private final InstantSource clock;
    private final OkHttpClient client;

    /**
     * @param callbackUrl where the API is for runtimes, without a path
     * @param patience how long a runtime may be silent that does not say
     * @param insecure whether plain HTTP and addresses that are not public are allowed
     * @param names looks hosts up
     */
    WebhookAdapter(
            Tenants tenants,
            TenantSecrets secrets,
            Keyring keys,
            String callbackUrl,
            Duration patience,
            boolean insecure,
            InstantSource clock,
            Dns names) {
        this.tenants = tenants;
        this.secrets = secrets;
        this.keys = keys;
        this.callbackUrl = callbackUrl.endsWith("/") ? callbackUrl.substring(0, callbackUrl.length() - 1) : callbackUrl;
        this.patience = patience;
        this.insecure = insecure;
        this.clock = clock;
        client = new OkHttpClient.Builder()
                .dns(insecure ? names : new PublicAddresses(names))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT_LIMIT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
    }

    /** Empty where the settings name no callback keys: then there are no webhooks. */
    public static Optional<WebhookAdapter> of(Settings settings, Tenants tenants, TenantSecrets secrets) {
        return Keyring.of(settings).map(keys -> {
            Duration patience = settings.duration(SettingNames.WEBHOOKS_PATIENCE, USUAL_PATIENCE);
            if (patience.compareTo(RuntimeAnswer.LEAST_PATIENCE) < 0
                    || patience.compareTo(RuntimeAnswer.MOST_PATIENCE) > 0) {
                throw new SettingsException("The setting " + SettingNames.WEBHOOKS_PATIENCE + " is " + patience
                        + " but should be from 1 s to 24 h.");
            }
            return new WebhookAdapter(
                    tenants,
                    secrets,
                    keys,
                    settings.text(SettingNames.WEBHOOKS_CALLBACK_URL),
                    patience,
                    settings.flag(SettingNames.WEBHOOKS_INSECURE, false),
                    InstantSource.system(),
                    Dns.SYSTEM);
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
        CallOrigin origin = request.origin();
        String text = url(origin);
        List<WebhookSecret> signers = secrets.webhookSecrets(origin.tenant());
        String problem = Adapters.urlProblem(text, insecure);
        HttpUrl url = HttpUrl.Companion.parse(text);
        if (problem != null || url == null) {
            return CallResult.Failed.of(
                    FailureKind.NOT_CONFIGURED,
                    "The webhook URL of the role " + origin.role() + " " + (problem == null ? "is no URL" : problem));
        }
        if (signers.isEmpty()) {
            return CallResult.Failed.of(
                    FailureKind.NOT_CONFIGURED,
                    "The tenant has no webhook secret; make one by POST /v1/webhook-secrets");
        }
        if (!insecure && isPrivateLiteral(url)) {
            return notPublic();
        }
        return send(request, url, signers, answer);
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private CallResult send(CallRequest request, HttpUrl url, List<WebhookSecret> signers, Answer answer)
            throws InterruptedException {
        Instant now = clock.instant();
        String id = "msg_" + request.ticket().callId();
        byte[] body = TaskMessage.run(request, callbackUrl + CALLBACKS + token(request, now), patience, now);
        Call call = client.newCall(new Request.Builder()
                .url(url)
                .header("user-agent", "penstock")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", WebhookSecret.sign(signers, id, now.getEpochSecond(), body))
                .post(RequestBody.create(body, JSON))
                .build());
        call.timeout().timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            answer.status(response.code());
            return read(response, answer);
        } catch (PublicAddresses.PrivateAddressException e) {
            return notPublic();
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
                        .build(),
                keys);
    }

    private String url(CallOrigin origin) {
        return tenants.of(origin.tenant()).stream()
                .flatMap(config -> config.getAllocationsList().stream())
                .filter(allocation -> allocation.getRole().equals(origin.role()))
                .filter(allocation -> allocation.getAdapterOverride().equals(NAME))
                .map(Allocation::getWebhookUrl)
                .findFirst()
                .orElse("");
    }

    /** A host that is an address is not looked up, so it is not checked there. */
    private static boolean isPrivateLiteral(HttpUrl url) {
        String host = url.host();
        boolean literal = host.contains(":") || host.matches("[0-9.]+");
        return literal && !PublicAddresses.isPublic(InetAddress.ofLiteral(host));
    }

    private static CallResult notPublic() {
        return CallResult.Failed.of(
                FailureKind.FORBIDDEN,
                "The webhook's host has an address that is not public, which is not allowed here");
    }

    private static CallResult stoppedOr(FailureKind kind, String message) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The call was broken off");
        }
        return CallResult.Failed.of(kind, message);
    }
}

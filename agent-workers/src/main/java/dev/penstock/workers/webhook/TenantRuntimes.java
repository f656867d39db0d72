package dev.penstock.workers.webhook;

import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.tenant.Tenants;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * The ways to the tenants' own runtimes: a POST signed with the tenant's webhook secrets to the URL in its configuration. Where requests may go is
 * bounded: HTTPS, public addresses, no redirects, no proxies.
 */
final class TenantRuntimes implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final MediaType JSON = MediaType.get("application/json");

    private final Tenants tenants;
    private final TenantSecrets secrets;
    private final boolean insecure;
    private final InstantSource clock;
    private final OkHttpClient client;

    /**
     * @param insecure whether plain HTTP and addresses that are not public are allowed
     * @param names looks hosts up
     */
    TenantRuntimes(Tenants tenants, TenantSecrets secrets, boolean insecure, InstantSource clock, Dns names) {
        this.tenants = tenants;
        this.secrets = secrets;
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

    /** Whether there is a way. */
    sealed interface Way {
        record Open(HttpUrl url, List<WebhookSecret> signers) implements Way {}

        /** @param why one sentence for people */
        record Shut(FailureKind kind, String why) implements Way {}
    }

    /** Whether the tenant's configuration has the role's tasks run by a runtime of the tenant's own. */
    boolean has(String tenant, String role) {
        return !url(tenant, role).isEmpty();
    }

    Way to(String tenant, String role) {
        String text = url(tenant, role);
        List<WebhookSecret> signers = secrets.webhookSecrets(tenant);
        String problem = Adapters.urlProblem(text, insecure);
        HttpUrl url = HttpUrl.Companion.parse(text);
        if (problem != null || url == null) {
            return new Way.Shut(
                    FailureKind.NOT_CONFIGURED,
                    "The webhook URL of the role " + role + " " + (problem == null ? "is no URL" : problem));
        }
        if (signers.isEmpty()) {
            return new Way.Shut(
                    FailureKind.NOT_CONFIGURED,
                    "The tenant has no webhook secret; make one by POST /v1/webhook-secrets");
        }
        return !insecure && isPrivateLiteral(url) ? notPublic() : new Way.Open(url, signers);
    }

    /** For a way on which {@link PublicAddresses.PrivateAddressException} came up. */
    static Way.Shut notPublic() {
        return new Way.Shut(
                FailureKind.FORBIDDEN,
                "The webhook's host has an address that is not public, which is not allowed here");
    }

    /**
     * A message to be sent.
     *
     * @param id the same for the same message, however often it is sent
     * @param limit from the first byte to the last one of the answer
     */
    Call post(Way.Open way, String id, byte[] body, Duration limit) {
        Instant now = clock.instant();
        Call call = client.newCall(new Request.Builder()
                .url(way.url())
                .header("user-agent", "penstock")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", WebhookSecret.sign(way.signers(), id, now.getEpochSecond(), body))
                .post(RequestBody.create(body, JSON))
                .build());
        call.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        return call;
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private String url(String tenant, String role) {
        return tenants.of(tenant).stream()
                .flatMap(config -> config.getAllocationsList().stream())
                .filter(allocation -> allocation.getRole().equals(role))
                .filter(allocation -> allocation.getAdapterOverride().equals(Adapters.WEBHOOK))
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
}

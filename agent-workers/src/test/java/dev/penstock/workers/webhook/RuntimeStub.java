package dev.penstock.workers.webhook;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.workers.secret.TenantSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import okhttp3.Dns;

/** A runtime of one tenant's baker that takes whatever it is sent, and the way to it. */
final class RuntimeStub implements AutoCloseable {
    private final String tenant;
    private final WebhookSecret secret = WebhookSecret.generate();
    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile IntUnaryOperator status = number -> 200;

    /** @param signed whether the tenant's secret has signed it */
    record Message(String id, String body, boolean signed) {}

    RuntimeStub(String tenant) throws IOException {
        this.tenant = tenant;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/run", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            boolean signed = WebhookSecret.verify(
                    List.of(secret),
                    id,
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body,
                    System.currentTimeMillis());
            messages.add(new Message(id, new String(body, StandardCharsets.UTF_8), signed));
            exchange.sendResponseHeaders(status.applyAsInt(messages.size()), -1);
            exchange.close();
        });
        server.start();
    }

    /** @param byNumber the status of the first answer, the second, and so on, from 1 */
    void answers(IntUnaryOperator byNumber) {
        status = byNumber;
    }

    List<Message> messages() {
        return messages;
    }

    TenantRuntimes ways() {
        TenantConfig config = TenantConfig.newBuilder()
                .setTenant(tenant)
                .addAllocations(Allocation.newBuilder()
                        .setRole("baker")
                        .setAdapterOverride("webhook")
                        .setWebhookUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/run"))
                .build();
        return new TenantRuntimes(
                name -> name.equals(tenant) ? Optional.of(config) : Optional.empty(),
                new TenantSecrets() {
                    @Override
                    public String providerKey(String owner, String provider) {
                        return "";
                    }

                    @Override
                    public List<WebhookSecret> webhookSecrets(String owner) {
                        return List.of(secret);
                    }
                },
                true,
                InstantSource.system(),
                Dns.SYSTEM);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

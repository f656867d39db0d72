package dev.penstock.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Health ({@code /livez}, {@code /readyz}) and metrics ({@code /metrics}) of a process, on a loopback port of its own. */
public final class AdminServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Listens on {@code port} of the loopback address; 0 picks a free one. */
    public AdminServer(int port, List<? extends App> apps, PrometheusMeterRegistry metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/livez", exchange -> health(exchange, apps, Health::live));
        server.createContext("/readyz", exchange -> health(exchange, apps, Health::ready));
        server.createContext("/metrics", exchange -> reply(exchange, 200, metrics.scrape()));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void health(
            HttpExchange exchange, List<? extends App> apps, java.util.function.Predicate<Health> good)
            throws IOException {
        StringBuilder body = new StringBuilder();
        boolean all = true;
        for (App app : apps) {
            Health health = app.health();
            all &= good.test(health);
            body.append(app.name())
                    .append(good.test(health) ? " ok " : " not ok ")
                    .append(health.detail())
                    .append('\n');
        }
        reply(exchange, all ? 200 : 503, body.toString());
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}

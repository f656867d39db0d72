package dev.penstock.ingest.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.web.servlet.HandlerMapping;

/** Counts and times requests by method, route and status: {@code penstock.api.requests}. A stream counts when it ends. */
public final class RequestMetrics implements Filter {
    /** Request attribute with the pattern that matched, such as {@code /v1/tasks/{id}}; absent when none did. */
    static final String ROUTE = HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE;

    private final MeterRegistry metrics;
    private final ConcurrentHashMap<Series, Timer> timers = new ConcurrentHashMap<>();

    public RequestMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    private record Series(String method, String route, int status) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            Object route = request.getAttribute(ROUTE);
            int status = ((HttpServletResponse) response).getStatus();
            Series series =
                    new Series(method((HttpServletRequest) request), route == null ? "none" : route.toString(), status);
            timers.computeIfAbsent(series, this::timer).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** A method is the sender's to choose, a series' name is not. */
    private static String method(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" -> request.getMethod();
            default -> "other";
        };
    }

    private Timer timer(Series series) {
        return Timer.builder("penstock.api.requests")
                .description("HTTP requests")
                .tag("method", series.method())
                .tag("route", series.route())
                .tag("status", Integer.toString(series.status()))
                .register(metrics);
    }
}

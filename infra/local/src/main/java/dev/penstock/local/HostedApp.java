package dev.penstock.local;

import dev.penstock.runtime.AdminServer;
import dev.penstock.runtime.App;
import dev.penstock.runtime.Health;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An app inside this JVM, with an admin server of its own as it has in a process of its own.
 *
 * @param name in the stack; the app's own, but for a second one of its kind
 */
record HostedApp(AppKind kind, String name, String url, Settings settings) implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(HostedApp.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    @Override
    public Running start() throws Exception {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        App app = kind.create(settings, metrics);
        AdminServer admin = new AdminServer(settings.number(SettingNames.ADMIN_PORT, 0), List.of(app), metrics);
        Hosted hosted = new Hosted(url, app, admin, metrics);
        try {
            app.start();
        } catch (Exception e) {
            hosted.stop();
            throw e;
        }
        return hosted;
    }

    private record Hosted(String url, App app, AdminServer admin, PrometheusMeterRegistry metrics)
            implements Part.Running {
        @Override
        public ProcessHandle process() {
            return ProcessHandle.current();
        }

        @Override
        public Health health() {
            return app.health();
        }

        @Override
        public void stop() {
            Thread closer =
                    Thread.ofPlatform().daemon().name("close-" + app.name()).start(this::close);
            try {
                if (!closer.join(STOP_LIMIT)) {
                    LOG.warn("{} has not stopped within {} s and is left behind", app.name(), STOP_LIMIT.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void close() {
            app.close();
            admin.close();
            metrics.close();
        }
    }
}

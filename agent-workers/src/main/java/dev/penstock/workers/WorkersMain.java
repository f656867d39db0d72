package dev.penstock.workers;

import dev.penstock.runtime.AdminServer;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker process: {@code --settings=FILE} and the environment say what it talks to. A SIGTERM drains it. */
public final class WorkersMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkersMain.class);
    private static final long HEALTH_CHECK_NANOS = 500_000_000;

    private WorkersMain() {}

    public static void main(String... args) throws Exception {
        Settings settings = Settings.load(args);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        WorkersApp app = new WorkersApp(settings, metrics);
        AdminServer admin = new AdminServer(settings.number(SettingNames.ADMIN_PORT, 0), List.of(app), metrics);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            admin.close();
                        },
                        "workers-shutdown"));
        start(app);
        LOG.info("{} is up; health and metrics on port {}", app.name(), admin.port());
        while (app.health().live()) {
            LockSupport.parkNanos(HEALTH_CHECK_NANOS);
        }
        // Nothing here can mend it: whoever supervises the process starts another.
        LOG.error("{} failed: {}", app.name(), app.health().detail());
        System.exit(1);
    }

    private static void start(WorkersApp app) {
        try {
            app.start();
        } catch (Exception e) {
            LOG.error("{} did not start: {}", app.name(), e.getMessage(), e);
            System.exit(1);
        }
    }
}

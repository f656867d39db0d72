package dev.penstock.ingest;

import dev.penstock.runtime.AdminServer;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API as a process of its own. */
public final class IngestApiMain {
    private static final Logger LOG = LoggerFactory.getLogger(IngestApiMain.class);

    private IngestApiMain() {}

    /** Runs until the process is told to stop; {@code --settings=FILE} names a properties file. */
    public static void main(String[] args) throws Exception {
        Settings settings = Settings.load(args);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        IngestApiApp app = new IngestApiApp(settings, metrics);
        AdminServer admin = new AdminServer(settings.number(SettingNames.ADMIN_PORT, 0), List.of(app), metrics);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            admin.close();
                            stopped.countDown();
                        },
                        "api-shutdown"));
        try {
            app.start();
        } catch (RuntimeException e) {
            LOG.error("The API cannot start", e);
            System.exit(1);
        }
        LOG.info("The API listens on port {}, its health and metrics are on port {}", app.port(), admin.port());
        stopped.await();
    }
}

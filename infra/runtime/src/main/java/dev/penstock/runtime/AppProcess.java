package dev.penstock.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one app as a process of its own, with its health and metrics on a loopback port. */
public final class AppProcess {
    private static final Logger LOG = LoggerFactory.getLogger(AppProcess.class);
    private static final long HEALTH_CHECK_NANOS = 500_000_000;

    private AppProcess() {}

    /**
     * Runs until the process is told to stop, and then drains. {@code --settings=FILE} among {@code args} names a properties file, over which
     * the environment wins. Exits with status 1 when the app cannot start, or when it fails in a way that only a restart can mend: whoever
     * supervises the process starts another.
     */
    public static void run(BiFunction<Settings, MeterRegistry, ? extends App> factory, String... args)
            throws IOException {
        Settings settings = Settings.load(args);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics())
                .forEach(binder -> binder.bindTo(metrics));
        App app = factory.apply(settings, metrics);
        AdminServer admin = new AdminServer(settings.number(SettingNames.ADMIN_PORT, 0), List.of(app), metrics);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            admin.close();
                        },
                        app.name() + "-shutdown"));
        try {
            app.start();
        } catch (Exception e) {
            LOG.error("{} did not start: {}", app.name(), e.getMessage(), e);
            System.exit(1);
        }
        LOG.info("{} is up; health and metrics on port {}", app.name(), admin.port());
        while (app.health().live()) {
            LockSupport.parkNanos(HEALTH_CHECK_NANOS);
        }
        LOG.error("{} failed: {}", app.name(), app.health().detail());
        System.exit(1);
    }
}

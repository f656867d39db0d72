package dev.penstock.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** Runs one app as a process of its own, with its health and metrics on a loopback port. */
public final class AppProcess {
    private static final Logger LOG = LoggerFactory.getLogger(AppProcess.class);
    private static final long HEALTH_CHECK_NANOS = 500_000_000;

    /** To which the signal's number is added for the status of a process that it ended. */
    private static final int ENDED_BY_SIGNAL = 128;

    private AppProcess() {}

    /**
     * Runs until the process is told to stop, and then drains; told again by a second SIGTERM, it drains without patience. {@code --settings=FILE} among {@code args} names a properties file, over which
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
        drainOnTerm(app);
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

    /** The JVM's own handler hears the first SIGTERM only. */
    private static void drainOnTerm(App app) {
        AtomicBoolean told = new AtomicBoolean();
        Signal.handle(new Signal("TERM"), signal -> {
            if (told.getAndSet(true)) {
                LOG.info("{} is told to stop once more", app.name());
                app.hurry();
            } else {
                System.exit(ENDED_BY_SIGNAL + signal.getNumber());
            }
        });
    }
}

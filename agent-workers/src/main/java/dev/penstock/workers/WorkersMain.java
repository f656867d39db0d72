package dev.penstock.workers;

import dev.penstock.runtime.AdminServer;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the worker in a process of its own. */
public final class WorkersMain {
    private WorkersMain() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.load(args);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        WorkersApp app = new WorkersApp(settings, metrics);
        CountDownLatch closed = new CountDownLatch(1);
        AdminServer admin = new AdminServer(settings.number(SettingNames.ADMIN_PORT, 0), List.of(app), metrics);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            admin.close();
                            closed.countDown();
                        },
                        "worker-shutdown"));
        app.start();
        closed.await();
    }
}

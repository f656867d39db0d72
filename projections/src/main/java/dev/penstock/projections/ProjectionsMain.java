package dev.penstock.projections;

import dev.penstock.runtime.AdminServer;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** Runs the projections in a process of their own. */
public final class ProjectionsMain {

    private ProjectionsMain() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.load(args);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProjectionsApp app = new ProjectionsApp(settings, metrics);
        AdminServer admin = new AdminServer(settings.number(SettingNames.ADMIN_PORT, 0), List.of(app), metrics);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            app.close();
            admin.close();
        }));
        app.start();
    }
}

package dev.penstock.streams;

import dev.penstock.runtime.AdminServer;
import dev.penstock.runtime.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams process: {@code --settings=FILE} and the environment say what it talks to. */
public final class StreamsMain {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsMain.class);

    private StreamsMain() {}

    public static void main(String... args) throws Exception {
        Settings settings = Settings.load(args);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        StreamsApp app = new StreamsApp(settings, metrics);
        try (AdminServer admin = new AdminServer(settings.number("penstock.admin.port", 0), List.of(app), metrics)) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                app.close();
                                stopped.countDown();
                            },
                            "streams-shutdown"));
            app.start();
            LOG.info("{} is up; health and metrics on port {}", app.name(), admin.port());
            stopped.await();
        }
    }
}

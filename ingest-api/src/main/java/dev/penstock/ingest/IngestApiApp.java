package dev.penstock.ingest;

import dev.penstock.ingest.sse.SseServer;
import dev.penstock.runtime.App;
import dev.penstock.runtime.Health;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * The HTTP API as one of Penstock's apps. Everything is set by {@link Settings}: no properties file, profile, argument or environment variable of Spring's
 * own has a say, and logging stays as the host has set it up, so it can share a JVM and a class path with the other apps.
 */
public final class IngestApiApp implements App {
    private static final int DEFAULT_PORT = 8080;
    private static final String LOOPBACK = "127.0.0.1";

    /** Tomcat logs here, past the host's logging. Held so that its level is not forgotten; warnings still come out. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private final Settings settings;
    private final MeterRegistry metrics;
    private volatile @Nullable ConfigurableApplicationContext context;
    private volatile Health health = Health.starting("not started");

    public IngestApiApp(Settings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "api";
    }

    /** Returns once it listens. Kafka and PostgreSQL must answer; Redis may be away. */
    @Override
    public void start() {
        TOMCAT.setLevel(Level.WARNING);
        StandardServletEnvironment environment = new StandardServletEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addFirst(new MapPropertySource("penstock", properties()));
        SpringApplication application = new SpringApplication(ApiConfiguration.class);
        application.setEnvironment(environment);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.setListeners(application.getListeners().stream()
                .filter(l -> !(l instanceof LoggingApplicationListener))
                .toList());
        application.addInitializers(fresh -> {
            fresh.getBeanFactory().registerSingleton("penstockSettings", settings);
            fresh.getBeanFactory().registerSingleton("penstockMetrics", metrics);
        });
        ConfigurableApplicationContext started = application.run();
        context = started;
        health = Health.up("listening on port " + port());
    }

    @Override
    public Health health() {
        return health;
    }

    /** The port it listens on, which matters when the settings leave it open with 0. */
    public int port() {
        ApplicationContext started = context;
        if (started instanceof ServletWebServerApplicationContext web && web.getWebServer() != null) {
            return web.getWebServer().getPort();
        }
        throw new IllegalStateException("The API is not started");
    }

    @Override
    public void close() {
        ConfigurableApplicationContext started = context;
        if (started != null) {
            health = Health.starting("stopped");
            context = null;
            // Streams would otherwise hold the graceful stop up until its limit.
            started.getBean(SseServer.class).stop();
            started.close();
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new TreeMap<>(SpringProperties.fixed());
        properties.put("server.port", settings.number(SettingNames.API_PORT, DEFAULT_PORT));
        properties.put("server.address", settings.text(SettingNames.API_HOST, LOOPBACK));
        return properties;
    }
}

package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runtime.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalOptionsTest {
    private final LocalOptions options = LocalOptions.in(Path.of("stack"));

    @Test
    void shouldTakePortsAndPartsFromTheUsersSettings() {
        Settings user = Settings.of(Map.of(
                "penstock.local.kafka-port", "1234",
                "penstock.postgres.url", "jdbc:postgresql://db.internal/penstock",
                "penstock.folder", "elsewhere"));

        LocalOptions configured = options.configured(user);

        assertThat(configured.ports()).isEqualTo(new Ports(8080, 1234, 15_432, 16_379, 18_080, 17_017));
        assertThat(configured.settings()).containsOnlyKeys("penstock.postgres.url");
    }

    @Test
    void shouldTellTheAppsOfTheUsersPartInsteadOfTheEmbeddedOne() {
        LocalOptions configured = options.withSetting("penstock.redis.url", "redis://cache.internal:6379");

        Settings settings = AppSettings.of(configured, configured.ports());

        assertThat(settings.text("penstock.redis.url")).isEqualTo("redis://cache.internal:6379");
        assertThat(settings.text("penstock.kafka.bootstrap-servers")).isEqualTo("127.0.0.1:9092");
        assertThat(settings.duration("penstock.engine.lease", java.time.Duration.ZERO))
                .isEqualTo(options.lease());
    }
}

package dev.penstock.workers.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TenantConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfiguredTenantsTest {
    private final Map<String, TenantConfig> tenants = new HashMap<>();

    @Test
    void shouldKnowTheNewestVersion() {
        publish("bakery", config(1, "free"));
        publish("bakery", config(3, "pro"));
        publish("bakery", config(2, "agency"));

        assertThat(tenants.get("bakery")).isEqualTo(config(3, "pro"));
    }

    @Test
    void shouldForgetATenantThatIsGone() {
        publish("bakery", config(1, "free"));
        publish("bakery", null);

        assertThat(tenants).isEmpty();
    }

    @Test
    void shouldKeepWhatItKnowsWhenARecordCannotBeRead() {
        publish("bakery", config(1, "free"));
        tell("bakery", new byte[] {(byte) 0xff, 1});
        ConfiguredTenants.apply(tenants, new ConsumerRecord<>(Topics.TENANT_CONFIG, 0, 9, null, new byte[] {1}));

        assertThat(tenants).containsOnlyKeys("bakery");
        assertThat(tenants.get("bakery")).isEqualTo(config(1, "free"));
    }

    private void publish(String tenant, @Nullable TenantConfig config) {
        tell(tenant, config == null ? null : config.toByteArray());
    }

    private void tell(String tenant, byte @Nullable [] value) {
        ConfiguredTenants.apply(
                tenants,
                new ConsumerRecord<>(Topics.TENANT_CONFIG, 0, 1, tenant.getBytes(StandardCharsets.UTF_8), value));
    }

    private static TenantConfig config(long version, String plan) {
        return TenantConfig.newBuilder()
                .setTenant("bakery")
                .setVersion(version)
                .setPlan(plan)
                .build();
    }
}

package dev.penstock.workers.tenant;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.workers.log.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every tenant's configuration as it was published last, a kilobyte or so each. A change is known here within moments. */
public final class ConfiguredTenants implements Tenants, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredTenants.class);

    private final Map<String, TenantConfig> tenants = new ConcurrentHashMap<>();
    private final TopicFollower follower;

    public ConfiguredTenants(Settings settings, String clientId) {
        follower = new TopicFollower(
                settings, clientId, "tenants", Topics.TENANT_CONFIG, record -> apply(tenants, record));
    }

    /**
     * Returns once all that was published before is known.
     *
     * @throws IllegalStateException when that takes longer than the limit
     */
    public void start(Duration limit) {
        follower.startAtBeginning(limit);
    }

    /** Whether changes are still heard of. */
    public boolean isAlive() {
        return follower.isAlive();
    }

    @Override
    public Optional<TenantConfig> of(String tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    @Override
    public void close() {
        follower.close();
    }

    /** The engine takes no version that is older than the one in force, and neither does this. What cannot be read is the intake's to report. */
    static void apply(Map<String, TenantConfig> tenants, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String tenant = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            tenants.remove(tenant);
            return;
        }
        try {
            TenantConfig config = TenantConfig.parseFrom(record.value());
            tenants.merge(tenant, config, (known, told) -> told.getVersion() < known.getVersion() ? known : told);
        } catch (InvalidProtocolBufferException e) {
            LOG.warn(
                    "Kept the configuration of {} as it was, for offset {} holds none: {}",
                    tenant,
                    record.offset(),
                    e.getMessage());
        }
    }
}

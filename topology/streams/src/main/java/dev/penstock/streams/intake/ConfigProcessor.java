package dev.penstock.streams.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.ConfigRules;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Source;
import dev.penstock.schemas.v1.TenantConfig;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record of the topic of tenants' configuration into a command for the tenant's slot.
 *
 * <p>A tombstone means that the tenant is gone for good: it becomes {@code deleted} with the highest version there is, since the version that it
 * follows is unknown here. So the name of a tenant removed that way cannot be used again; whoever wants to bring a tenant back publishes {@code
 * deleted} with a version instead.
 */
final class ConfigProcessor extends IntakeProcessor {
    /** A configuration within all bounds is far smaller; the rest would be fields that nobody knows. */
    static final int MAX_CONFIG_BYTES = 256 << 10;

    private final boolean insecureWebhooks;
    private final IntakeMetrics metrics;

    ConfigProcessor(IntakeTopology.Outlet outlet, boolean insecureWebhooks, IntakeMetrics metrics) {
        super(outlet, metrics);
        this.insecureWebhooks = insecureWebhooks;
        this.metrics = metrics;
    }

    @Override
    Outcome read(Source source, Record<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        if (key == null || key.length == 0) {
            return new Outcome.Bad(DeadLetterReason.NULL_KEY, "the record has no key; it must be the tenant's name");
        }
        String tenant = new String(key, StandardCharsets.UTF_8);
        byte @Nullable [] value = record.value();
        if (value == null) {
            return configure(tenant, tombstone(tenant));
        }
        if (value.length > MAX_CONFIG_BYTES) {
            return new Outcome.Bad(
                    DeadLetterReason.TOO_LARGE,
                    "the value has " + value.length + " bytes but may have at most " + MAX_CONFIG_BYTES);
        }
        return parse(tenant, value);
    }

    private Outcome parse(String tenant, byte[] value) {
        try {
            return configure(tenant, TenantConfig.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            return new Outcome.Bad(
                    DeadLetterReason.MALFORMED, "the value is not a Protobuf TenantConfig: " + e.getMessage());
        }
    }

    private Outcome configure(String tenant, TenantConfig config) {
        String problem = ConfigRules.firstProblem(tenant, config, insecureWebhooks);
        if (problem != null) {
            return new Outcome.Bad(DeadLetterReason.INVALID, problem);
        }
        metrics.configured();
        return new Outcome.Good(
                Command.newBuilder().setTenant(tenant).setConfigure(config).build());
    }

    private static TenantConfig tombstone(String tenant) {
        return TenantConfig.newBuilder()
                .setTenant(tenant)
                .setVersion(Long.MAX_VALUE)
                .setDeleted(true)
                .build();
    }
}

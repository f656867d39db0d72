package dev.penstock.streams.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.ConfigRules;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.Source;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns a record of the topic of roles' limits into a command for every slot. */
final class RoleLimitsProcessor extends IntakeProcessor {
    private final IntakeMetrics metrics;

    RoleLimitsProcessor(IntakeTopology.Outlet outlet, IntakeMetrics metrics) {
        super(outlet, metrics);
        this.metrics = metrics;
    }

    @Override
    Outcome read(Source source, Record<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        if (key == null || key.length == 0) {
            return new Outcome.Bad(DeadLetterReason.NULL_KEY, "the record has no key; it must be the role's name");
        }
        byte @Nullable [] value = record.value();
        if (value == null) {
            return new Outcome.Bad(
                    DeadLetterReason.NULL_VALUE,
                    "limits are not removed by a tombstone; publish them without limits, under a higher version");
        }
        if (value.length > ConfigProcessor.MAX_CONFIG_BYTES) {
            return new Outcome.Bad(
                    DeadLetterReason.TOO_LARGE,
                    "the value has " + value.length + " bytes but may have at most "
                            + ConfigProcessor.MAX_CONFIG_BYTES);
        }
        try {
            return limit(new String(key, StandardCharsets.UTF_8), RoleLimits.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            return new Outcome.Bad(
                    DeadLetterReason.MALFORMED, "the value is not a Protobuf RoleLimits: " + e.getMessage());
        }
    }

    private Outcome limit(String role, RoleLimits limits) {
        String problem = ConfigRules.firstProblem(role, limits);
        if (problem != null) {
            return new Outcome.Bad(DeadLetterReason.INVALID, problem);
        }
        metrics.configured();
        return new Outcome.Good(Command.newBuilder().setLimitRole(limits).build());
    }
}

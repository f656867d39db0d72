package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestHashTest {
    private static final TaskRequest REQUEST = TaskRequest.newBuilder()
            .setTenant("acme")
            .setRole("copywriter")
            .setTier(Tier.TIER_URGENT)
            .setIdempotencyKey("k")
            .setInput("Write")
            .setCampaign("spring")
            .setMaxAttempts(3)
            .putLabels("a", "1")
            .putLabels("b", "2")
            .build();

    @Test
    void shouldNeverChangeBetweenVersions() {
        // A changed hash would turn repeats of tasks already taken into conflicts.
        assertThat(HexFormat.of().formatHex(RequestHash.of(REQUEST).toByteArray()))
                .isEqualTo("3351bfe176828028c4cc292602be9d24b3b9f27e0f53ce3f935e2de16eea02dd");
    }

    @Test
    void shouldNotDependOnTheOrderOfLabelsNorOnWhoAsks() {
        TaskRequest same = REQUEST.toBuilder()
                .setTenant("globex")
                .setIdempotencyKey("other")
                .clearLabels()
                .putLabels("b", "2")
                .putLabels("a", "1")
                .build();
        assertThat(RequestHash.of(same)).isEqualTo(RequestHash.of(REQUEST));
    }

    static Stream<UnaryOperator<TaskRequest.Builder>> changes() {
        return Stream.of(
                r -> r.setRole("copywrite").setInput("rWrite"),
                r -> r.setTier(Tier.TIER_BATCH),
                r -> r.setInput("Writes"),
                r -> r.setInput("Writespring").setCampaign(""),
                r -> r.setCampaign("autumn"),
                r -> r.setMaxAttempts(4),
                r -> r.putLabels("c", "3"),
                r -> r.clearLabels().putLabels("a", "1b").putLabels("", "2"),
                r -> r.clearLabels());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldDifferWhenAnyOfItsFieldsDoes(UnaryOperator<TaskRequest.Builder> change) {
        assertThat(RequestHash.of(change.apply(REQUEST.toBuilder()).build())).isNotEqualTo(RequestHash.of(REQUEST));
    }
}

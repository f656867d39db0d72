package dev.penstock.workers.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.TenantConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "free, 0, 100000",
        "pro, 0, 100000",
        "agency, 0, 100000",
        "enterprise, 0, 500000",
        "enterprise, 7000, 7000",
        "free, 200000, 200000"
    })
    void shouldGoByWhatTheTenantIsConfiguredToHaveAndElseByItsPlan(String plan, long configured, long limit) {
        TenantConfig config = TenantConfig.newBuilder()
                .setPlan(plan)
                .setTokensPerMinute(configured)
                .build();

        assertThat(new TokenLimits(tenant -> Optional.of(config)).of("acme")).isEqualTo(limit);
    }

    @Test
    void shouldHoldATenantThatIsNotKnownToTheUsualLimit() {
        assertThat(new TokenLimits(tenant -> Optional.empty()).of("acme")).isEqualTo(TokenLimits.USUAL);
    }
}

package dev.penstock.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantDatabaseTest {
    @Test
    void shouldNameTheTenant() {
        assertThat(TenantDatabase.of("pro-bakery")).isEqualTo("penstock_pro-bakery");
    }

    @Test
    void shouldFitLongNamesWithoutMixingThemUp() {
        String one = TenantDatabase.of("a".repeat(63) + "1");
        String two = TenantDatabase.of("a".repeat(63) + "2");
        assertThat(one).hasSizeLessThanOrEqualTo(TenantDatabase.MAX_NAME).isNotEqualTo(two);
        assertThat(TenantDatabase.of("a".repeat(54))).hasSize(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a.b", "a/b", "a_b", "a b", "$a", "a\0"})
    void shouldRefuseWhatIsNoTenant(String name) {
        assertThatThrownBy(() -> TenantDatabase.of(name)).isInstanceOf(IllegalArgumentException.class);
    }
}

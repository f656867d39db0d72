package dev.penstock.audit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.mongo.TenantDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantDatabasesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 53, 54, 55, 64})
    void shouldNameThemAsTheProjectionsDo(int length) {
        String tenant = "-a9".repeat(22).substring(0, length);

        assertThat(TenantDatabases.isTenant(tenant)).isTrue();
        assertThat(TenantDatabases.of(tenant)).isEqualTo(TenantDatabase.of(tenant));
        assertThat(TenantDatabases.tenantOf(TenantDatabases.of(tenant)).isPresent())
                .isEqualTo(length <= 54);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a_b", "a.b"})
    void shouldKnowWhatIsNoTenant(String name) {
        assertThat(TenantDatabases.isTenant(name)).isFalse();
    }
}

package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import org.junit.jupiter.api.Test;

class LocalTenantTest {
    @Test
    void shouldGiveEachPlanItsRolesAndCap() {
        TenantConfig free = new LocalTenant("free-florist", LocalTenant.Plan.FREE).config(1);
        TenantConfig enterprise = new LocalTenant("enterprise-globex", LocalTenant.Plan.ENTERPRISE).config(1);

        assertThat(free.getPlan()).isEqualTo("free");
        assertThat(free.getAllocationsList())
                .extracting(Allocation::getRole)
                .containsExactly(Roles.COPYWRITER, Roles.SEO_SPECIALIST);
        assertThat(free.getAllocationsList()).allMatch(each -> each.getEnabled() && each.getMaxConcurrent() == 1);
        assertThat(enterprise.getAllocationsList())
                .extracting(Allocation::getRole)
                .containsExactlyElementsOf(Roles.STANDARD);
        assertThat(enterprise.getAllocationsList()).allMatch(each -> each.getMaxConcurrent() == 8);
    }

    @Test
    void shouldSeedOneTenantPerPlanAndOneThatFloods() {
        assertThat(LocalTenant.DEFAULT)
                .extracting(LocalTenant::plan)
                .contains(LocalTenant.Plan.values())
                .hasSize(LocalTenant.Plan.values().length + 1);
    }
}

package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.Set;
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
    void shouldHaveARuntimeOfItsOwnRunItsRolesWhereThereIsOne() {
        LocalTenant tenant = new LocalTenant("enterprise-globex", LocalTenant.Plan.ENTERPRISE, Set.of("data-analyst"));

        assertThat(tenant.config(1).getAllocationsList())
                .allMatch(each -> each.getAdapterOverride().isEmpty());
        assertThat(tenant.config(1, "http://127.0.0.1:18080/runtime").getAllocationsList())
                .filteredOn(each -> !each.getAdapterOverride().isEmpty())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.getRole()).isEqualTo("data-analyst");
                    assertThat(each.getAdapterOverride()).isEqualTo("webhook");
                    assertThat(each.getWebhookUrl()).isEqualTo("http://127.0.0.1:18080/runtime");
                });
    }

    @Test
    void shouldFollowASimulatedRuntimeToAnotherPortAndLeaveAnyOtherWhereItIs() {
        LocalTenant tenant = new LocalTenant("enterprise-globex", LocalTenant.Plan.ENTERPRISE, Set.of("data-analyst"));
        TenantConfig before = tenant.config(4, "http://127.0.0.1:18080/runtime");
        TenantConfig own = tenant.config(4, "https://agents.globex.example/run");

        assertThat(Seeds.moved(before, "http://127.0.0.1:2/runtime"))
                .isEqualTo(tenant.config(5, "http://127.0.0.1:2/runtime"));
        assertThat(Seeds.moved(before, "http://127.0.0.1:18080/runtime")).isEqualTo(before);
        assertThat(Seeds.moved(before, "")).isEqualTo(before);
        assertThat(Seeds.moved(own, "http://127.0.0.1:2/runtime")).isEqualTo(own);
    }

    @Test
    void shouldSeedOneTenantPerPlanAndOneThatFloods() {
        assertThat(LocalTenant.DEFAULT)
                .extracting(LocalTenant::plan)
                .contains(LocalTenant.Plan.values())
                .hasSize(LocalTenant.Plan.values().length + 1);
    }
}

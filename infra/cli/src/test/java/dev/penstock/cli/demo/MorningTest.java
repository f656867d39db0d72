package dev.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.demo.Order.Door;
import dev.penstock.local.LocalTenant;
import dev.penstock.schemas.DecodedRequest;
import dev.penstock.schemas.TaskRequests;
import dev.penstock.schemas.v1.Tier;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MorningTest {
    private final List<Order> orders = Morning.plan(LocalTenant.DEFAULT, 700, 1, "run");

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertThat(Morning.plan(LocalTenant.DEFAULT, 700, 1, "run")).isEqualTo(orders);
        assertThat(Morning.plan(LocalTenant.DEFAULT, 700, 2, "run")).isNotEqualTo(orders);
    }

    @Test
    void shouldGiveEveryTenantWorkOfEveryTierMostOfItByRest() {
        assertThat(orders).hasSizeBetween(690, 720);
        assertThat(orders.stream().map(o -> o.request().getTenant()).distinct()).hasSize(LocalTenant.DEFAULT.size());
        assertThat(orders.stream().map(o -> o.request().getTier()).collect(Collectors.toSet()))
                .contains(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH);
        assertThat(orders.stream().filter(o -> o.door() == Door.REST).count()).isGreaterThan(orders.size() / 2);
        assertThat(orders.stream().filter(o -> o.door() == Door.KAFKA).count()).isGreaterThan(50);
        assertThat(orders.stream()
                        .filter(o -> o.request().getTenant().equals(Morning.FLOOD))
                        .count())
                .isGreaterThan(299);
    }

    @Test
    void shouldHoldFaultsRepeatsAndWorkBeyondAPlan() {
        assertThat(orders.stream()
                        .filter(o -> o.request().getInput().contains("[[sim:"))
                        .count())
                .isGreaterThan(10);
        assertThat(orders.stream().filter(Order::repeated).count()).isGreaterThan(5);
        assertThat(orders).anySatisfy(o -> {
            assertThat(o.request().getTenant()).isEqualTo("free-florist");
            assertThat(o.request().getRole()).isEqualTo("data-analyst");
        });
    }

    @Test
    void shouldStartOneCampaignAndNoOtherPlanner() {
        assertThat(orders.stream().map(Order::request).filter(r -> r.getRole().equals("activity-planner")))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.getTenant()).isEqualTo("agency-north");
                    assertThat(request.getCampaign()).isEqualTo(Morning.CAMPAIGN);
                    assertThat(request.getInput())
                            .contains("content-researcher")
                            .doesNotContain("activity-planner");
                });
    }

    @Test
    void shouldAskOnlyForWhatTheDoorTakes() {
        assertThat(orders).allSatisfy(o -> assertThat(TaskRequests.validate(o.request()))
                .isInstanceOf(DecodedRequest.Valid.class));
        assertThat(orders).noneSatisfy(o -> assertThat(o.request().getInput()).contains("{"));
    }
}

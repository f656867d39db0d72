package dev.penstock.workers.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.PlannedTasks;
import dev.penstock.schemas.Plans;
import dev.penstock.schemas.Roles;
import dev.penstock.workers.pricing.PriceTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleCatalogueTest {
    private final PriceTable prices = PriceTable.load();

    @Test
    void shouldTellEachStandardRoleSomethingOfItsOwn() {
        RoleCatalogue catalogue = RoleCatalogue.load(prices, null);

        Set<String> systems = new HashSet<>();
        for (String role : Roles.STANDARD) {
            RoleProfile profile = catalogue.of(role);
            assertThat(profile.role()).isEqualTo(role);
            assertThat(profile.chain()).isNotEmpty().allMatch(ref -> prices.has(ref.provider(), ref.model()));
            assertThat(profile.chain().getFirst().provider()).isEqualTo("anthropic");
            assertThat(profile.turn("a brief with {input}")).isEqualTo("a brief with {input}");
            assertThat(profile.timeout()).isPositive();
            systems.add(profile.system());
        }
        assertThat(systems).hasSameSizeAs(Roles.STANDARD);
    }

    @Test
    void shouldHaveOneRoleThatPlansAndTellItHow() {
        RoleCatalogue catalogue = RoleCatalogue.load(prices, null);

        assertThat(Roles.STANDARD)
                .filteredOn(role -> catalogue.of(role).plans())
                .containsExactly(Roles.ACTIVITY_PLANNER);
        String told = catalogue.of(Roles.ACTIVITY_PLANNER).system();
        Roles.STANDARD.stream()
                .filter(role -> !role.equals(Roles.ACTIVITY_PLANNER))
                .forEach(role -> assertThat(told).contains(role));
        String example = told.substring(told.indexOf("{\"tasks\""), told.indexOf("\n", told.indexOf("{\"tasks\"")));
        assertThat(Plans.read(example)).isInstanceOfSatisfying(Plans.Read.Good.class, good -> assertThat(
                        good.plan().getTasksList())
                .allMatch(task -> PlannedTasks.firstProblem("acme", task) == null)
                .hasSize(2));
        assertThat(catalogue.of("game-tester").plans()).isFalse();
    }

    @Test
    void shouldFallBackForACustomRole() {
        RoleProfile profile = RoleCatalogue.load(prices, null).of("game-tester");

        assertThat(profile.role()).isEqualTo("game-tester");
        assertThat(profile.system()).contains("\"game-tester\"");
    }

    @Test
    void shouldEstimateTheTasksOwnTextOnTopOfTheRoles() {
        RoleProfile profile = RoleCatalogue.load(prices, null).of(Roles.COPYWRITER);

        assertThat(profile.estimateInput(300)).isEqualTo(profile.estimatedInputTokens() + 100);
    }

    @Test
    void shouldTakeAnotherTimeLimitForAll() {
        RoleCatalogue catalogue = RoleCatalogue.load(prices, Duration.ofSeconds(7));

        assertThat(catalogue.of(Roles.COPYWRITER).timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(catalogue.of("game-tester").timeout()).isEqualTo(Duration.ofSeconds(7));
    }
}

package dev.penstock.simulation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyChangesTest {
    private static final TenantConfig ACME = new TenantConfig(
            "acme",
            "free",
            7,
            List.of(new LaneConfig("copywriter", true, 2, "small"), new LaneConfig("seo-specialist", true, 1, "")),
            50,
            false,
            new TenantLimits(Flow.OPEN, 5, 1, 1_000_000));

    private static PolicyChanges parse(String... lines) {
        return PolicyChanges.parse(List.of(lines));
    }

    @Test
    void shouldChangeEverythingOfATenantThatHasAName() {
        TenantConfig changed = parse(
                        "# for one tenant",
                        "",
                        "tenant.acme.cap = 9",
                        "tenant.acme.weight=3",
                        "tenant.acme.monthly-budget-micros = 5_000_000",
                        "tenant.acme.backlog = x2",
                        "tenant.acme.flow = draining",
                        "tenant.acme.role.copywriter.cap = x1.5",
                        "tenant.acme.role.copywriter.monthly-tasks = 300",
                        "tenant.acme.role.copywriter.flow = paused",
                        "tenant.acme.role.seo-specialist.enabled = false")
                .apply(ACME);
        assertThat(changed)
                .isEqualTo(new TenantConfig(
                        "acme",
                        "free",
                        7,
                        List.of(
                                new LaneConfig("copywriter", true, 3, "small", Flow.PAUSED, 300),
                                new LaneConfig("seo-specialist", false, 1, "")),
                        100,
                        false,
                        new TenantLimits(Flow.DRAINING, 9, 3, 5_000_000)));
    }

    @Test
    void shouldMeanWhomItNamesAndNobodyElse() {
        assertThat(parse("tenant.bolt.cap = 1", "plan.pro.weight = 9").apply(ACME))
                .isEqualTo(ACME);
        assertThat(parse("plan.free.weight = 9").apply(ACME).limits().weight()).isEqualTo(9);
        assertThat(parse("plan.*.role.*.cap = 4").apply(ACME).lanes())
                .extracting(LaneConfig::cap)
                .containsExactly(4, 4);
        TenantConfig gone = new TenantConfig("acme", "free", 8, List.of(), 0, true);
        assertThat(parse("tenant.*.weight = 9").apply(gone)).isEqualTo(gone);
    }

    @Test
    void shouldLetALaterLineWin() {
        TenantConfig changed = parse("plan.*.role.*.cap = 4", "tenant.acme.role.copywriter.cap = 7")
                .apply(ACME);
        assertThat(changed.lanes()).extracting(LaneConfig::cap).containsExactly(7, 4);
    }

    @Test
    void shouldGiveARoleOnlyWhereItIsEnabledByName() {
        assertThat(parse("plan.free.role.data-analyst.cap = 4").apply(ACME)).isEqualTo(ACME);
        TenantConfig changed = parse(
                        "plan.free.role.data-analyst.enabled = true", "plan.free.role.data-analyst.cap = 4")
                .apply(ACME);
        assertThat(changed.lanes()).last().isEqualTo(new LaneConfig("data-analyst", true, 4, ""));
    }

    @Test
    void shouldChangeRolesAndTheEngine() {
        RoleConfig role = parse("role.*.cap = 30", "role.copywriter.enabled = false", "role.copywriter.flow = paused")
                .apply(RoleConfig.unlimited("copywriter"));
        assertThat(role).isEqualTo(new RoleConfig("copywriter", 0, false, Flow.PAUSED, 30));
        Policy policy = parse(
                        "engine.age-after = 15m",
                        "engine.lease = PT45S",
                        "engine.backoff-base = 500ms",
                        "engine.max-attempts = 5",
                        "engine.initial-window = x4",
                        "engine.default-estimate-micros = 77")
                .apply(Policy.DEFAULT);
        assertThat(policy.ageAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(policy.lease()).isEqualTo(Duration.ofSeconds(45));
        assertThat(policy.backoffBase()).isEqualTo(Duration.ofMillis(500));
        assertThat(policy.defaultMaxAttempts()).isEqualTo(5);
        assertThat(policy.initialWindow()).isEqualTo(64);
        assertThat(policy.defaultEstimateMicros()).isEqualTo(77);
        assertThat(policy.startTimeout()).isEqualTo(Policy.DEFAULT.startTimeout());
        assertThat(policy.maxGrantsPerCommand()).isEqualTo(Policy.DEFAULT.maxGrantsPerCommand());
    }

    @Test
    void shouldKeepAMultipleWithinBoundsAndNoLimitNone() {
        assertThat(parse("tenant.acme.role.seo-specialist.cap = x0.5")
                        .apply(ACME)
                        .lanes()
                        .get(1)
                        .cap())
                .isZero();
        assertThat(parse("tenant.acme.weight = x9999").apply(ACME).limits().weight())
                .isEqualTo(1_000);
        TenantConfig unlimited = new TenantConfig("acme", "free", 1, List.of(), 0, false);
        assertThat(parse("tenant.acme.cap = x2").apply(unlimited)).isEqualTo(unlimited);
    }

    @Test
    void shouldTellHowManyEachLineChanges() {
        TenantConfig bolt = new TenantConfig("bolt", "pro", 1, List.of(), 0, false);
        assertThat(parse("tenant.*.cap = 9", "plan.gold.cap = 3", "engine.lease = 30s", "engine.lease = 31s")
                        .effects(Policy.DEFAULT, List.of(ACME, bolt), List.of()))
                .extracting(PolicyChanges.Effect::changed)
                .containsExactly(2, 0, 0, 1);
    }

    @Test
    void shouldSayWhatIsAllowed() {
        assertWrong("tenant.acme.caps = 3", "Line 1: nothing is called 'tenant.acme.caps'", "cap, weight");
        assertWrong("engine.age = 3m", "engine has max-attempts", "age-after", "not 'age'");
        assertWrong("role.copywriter.weight = 3", "a role has cap, enabled, flow, but not 'weight'");
        assertWrong("plan.free.role.copywriter.weight = 3", "monthly-tasks");
        assertWrong("plan.free = 3", "names are engine.SETTING");
        assertWrong("plan..cap = 3", "names are engine.SETTING");
        assertWrong("tenant.acme.cap", "should be NAME = VALUE");
        assertWrong("tenant.acme.cap = many", "is 'many' but should be a whole number from 0 to 1000000");
        assertWrong("tenant.acme.cap = -1", "a whole number from 0 to 1000000");
        assertWrong("tenant.acme.weight = 0", "a whole number from 1 to 1000");
        assertWrong("tenant.acme.cap = x-2", "a multiple");
        assertWrong("tenant.acme.flow = shut", "open, paused or draining");
        assertWrong("tenant.acme.role.copywriter.enabled = yes", "true or false");
        assertWrong("engine.lease = soon", "a duration such as");
        assertWrong("engine.lease = 0s", "a duration such as");
    }

    private static void assertWrong(String line, String... said) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(said);
    }

    @Test
    void shouldTakeSoManyLinesAndNoMore() {
        List<String> most = Collections.nCopies(PolicyChanges.MAX_LINES, "tenant.acme.cap = 3");
        assertThat(PolicyChanges.parse(most).apply(ACME).limits().cap()).isEqualTo(3);
        assertThatThrownBy(() -> PolicyChanges.parse(Collections.nCopies(PolicyChanges.MAX_LINES + 1, "")))
                .hasMessageContaining("may have at most 10000 lines");
    }
}

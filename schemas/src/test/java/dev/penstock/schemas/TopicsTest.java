package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.schemas.v1.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @Test
    void shouldNameTopicsByRoleAndTier() {
        assertThat(Topics.tasks(Roles.COPYWRITER, Tier.TIER_URGENT)).isEqualTo("penstock.tasks.copywriter.urgent");
        assertThat(Topics.dispatch(Roles.DATA_ANALYST, Tier.TIER_BATCH))
                .isEqualTo("penstock.dispatch.data-analyst.batch");
    }

    @ParameterizedTest
    @EnumSource(
            value = Tier.class,
            names = {"TIER_URGENT", "TIER_NORMAL", "TIER_BATCH"})
    void shouldReadBackTheNamesItGives(Tier tier) {
        assertThat(Topics.intake(Topics.tasks("legal-reviewer-2", tier)))
                .contains(new Topics.Intake("legal-reviewer-2", tier));
        assertThat(Topics.tierNamed(Topics.tierName(tier))).contains(tier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "penstock.tasks.copywriter",
                "penstock.tasks.copywriter.high",
                "penstock.tasks.Copywriter.normal",
                "penstock.tasks.a.b.normal",
                "penstock.dispatch.copywriter.normal",
                "xpenstock.tasks.copywriter.normal",
                "penstock-tasks-copywriter-normal"
            })
    void shouldNotTakeAnotherTopicForIntake(String topic) {
        assertThat(Topics.intake(topic)).isEmpty();
    }

    @Test
    void shouldHaveNoNameForNoTier() {
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.tierName(Tier.TIER_UNSPECIFIED));
    }

    @Test
    void shouldFixThePartitionsOfWhatIsKeyedByTenant() {
        assertThat(Topics.core(12))
                .filteredOn(spec -> List.of(Topics.COMMANDS, Topics.EVENTS, Topics.LLM_CALLS)
                        .contains(spec.name()))
                .hasSize(3)
                .allSatisfy(spec -> {
                    assertThat(spec.partitions()).isEqualTo(12);
                    assertThat(spec.fixedPartitions()).isTrue();
                });
    }

    @Test
    void shouldKeepTheEnginesClockAtTheBroker() {
        assertThat(Topics.core(12))
                .filteredOn(spec -> spec.name().equals(Topics.COMMANDS))
                .singleElement()
                .satisfies(spec -> assertThat(spec.config()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void shouldLetIntakeTopicsGrow() {
        assertThat(Topics.forRoles(List.of(Roles.COPYWRITER), 6, 3))
                .hasSize(6)
                .noneMatch(Topics.Spec::fixedPartitions)
                .filteredOn(spec -> Topics.intake(spec.name()).isPresent())
                .hasSize(3)
                .allSatisfy(spec -> assertThat(spec.partitions()).isEqualTo(6));
    }

    @Test
    void shouldOnlyHaveStandardRolesOfTheFormItAsksFor() {
        assertThat(Roles.STANDARD).hasSize(7).allMatch(Roles::isValid);
        assertThat(List.of("", "1a", "-a", "A", "a_b", "a.b", "a".repeat(65))).noneMatch(Roles::isValid);
    }
}

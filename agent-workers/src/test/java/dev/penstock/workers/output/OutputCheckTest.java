package dev.penstock.workers.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.v1.Plan;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.role.RoleProfile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class OutputCheckTest {
    private static final OutputSchema TITLED = OutputSchema.of(Map.of("type", "object", "required", List.of("title")));

    @Test
    void shouldTakeAnythingOfARoleWithoutASchema() {
        assertThat(OutputCheck.of(role(null)).check("anything"))
                .isEqualTo(new OutputCheck.Valid("anything", Plan.getDefaultInstance()));
    }

    @Test
    void shouldHoldAnOutputAgainstItsRolesSchema() {
        OutputCheck check = OutputCheck.of(role(TITLED));

        String fenced = "```json\n{\"title\": \"x\"}\n```";
        assertThat(check.check(fenced)).isEqualTo(new OutputCheck.Valid(fenced, Plan.getDefaultInstance()));
        assertThat(check.check("{}"))
                .isEqualTo(new OutputCheck.Invalid(
                        FailureKind.INVALID_OUTPUT,
                        "The output does not satisfy its role's schema: the whole lacks 'title'"));
    }

    @Test
    void shouldReadAPlannersPlan() {
        OutputCheck check =
                OutputCheck.of(RoleCatalogue.load(PriceTable.load(), null).of("activity-planner"));

        assertThat(check.check("{\"tasks\": [{\"name\": \"a\", \"role\": \"copywriter\", \"input\": \"b\"}]}"))
                .isInstanceOfSatisfying(
                        OutputCheck.Valid.class,
                        valid -> assertThat(valid.plan().getTasksCount()).isEqualTo(1));
        assertThat(check.check("I would begin with"))
                .isInstanceOfSatisfying(OutputCheck.Invalid.class, invalid -> assertThat(invalid.kind())
                        .isEqualTo(FailureKind.INVALID_PLAN));
    }

    @Test
    void shouldSendAnAnswerBackWithWhatIsWrong() {
        List<Turn> asked = List.of(Turn.user("do it"));

        List<Turn> turns = Repair.turns(asked, "{}", "It lacks 'title'");

        assertThat(turns.subList(0, 2)).containsExactly(Turn.user("do it"), Turn.model("{}"));
        assertThat(turns.getLast().speaker()).isEqualTo(Turn.Speaker.USER);
        assertThat(turns.getLast().text()).contains("It lacks 'title'");
        assertThat(Repair.turns(asked, " ", "It is empty").get(1).text()).isNotBlank();
    }

    /** A copywriter whose output has to satisfy a schema. */
    public static RoleProfile role(@Nullable OutputSchema schema) {
        RoleProfile role = RoleCatalogue.load(PriceTable.load(), null).of("copywriter");
        return new RoleProfile(
                role.role(),
                role.chain(),
                role.maxTokens(),
                role.timeout(),
                role.estimatedInputTokens(),
                role.estimatedOutputTokens(),
                role.system(),
                role.turn(),
                role.overflow(),
                role.fallbackOn(),
                role.concurrency(),
                role.plans(),
                schema);
    }
}

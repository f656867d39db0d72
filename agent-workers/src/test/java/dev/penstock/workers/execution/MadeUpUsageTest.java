package dev.penstock.workers.execution;

import static dev.penstock.workers.execution.RoutedWorld.CLAUDE;
import static dev.penstock.workers.execution.RoutedWorld.answers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.Tokens;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that cannot be right count as the estimate, at the limits as in the books. */
class MadeUpUsageTest {
    private final RoutedWorld world = new RoutedWorld();

    @ParameterizedTest
    @CsvSource({"1000, 9000000000000", "-1, -1", "10, -5"})
    void shouldNotHoldATenantBackForWhatAProviderMadeUp(long input, long output) throws Exception {
        world.chain = List.of(CLAUDE);
        world.tenantTokens.put("acme", 5_000L);
        world.scripts.put(CLAUDE, (request, answer) -> {
            answer.append("done");
            answer.used(new Tokens(input, output));
            answer.complete();
            return new CallResult.Answered();
        });
        world.run("acme", Tier.TIER_URGENT);

        world.scripts.put(CLAUDE, answers("done", 10));
        assertThat(world.run("acme", Tier.TIER_URGENT)).isInstanceOf(Outcome.Success.class);
    }
}

package dev.penstock.workers.execution;

import static dev.penstock.workers.execution.RoutedWorld.CLAUDE;
import static dev.penstock.workers.execution.RoutedWorld.GPT;
import static dev.penstock.workers.execution.RoutedWorld.answers;
import static dev.penstock.workers.execution.RoutedWorld.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.ProviderLimits;
import dev.penstock.workers.execution.RoutedWorld.Decision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an attempt does about dead providers, refused accounts, limits, time and budgets. */
class RoutedLimitsTest {
    private final RoutedWorld world = new RoutedWorld();

    // ---- breakers

    @Test
    void shouldCallADeadProviderNowAndThenOnly() throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, fails(FailureKind.TIMEOUT));
        for (int second = 0; second < 300; second++) {
            for (int task = 0; task < 10; task++) {
                world.run();
            }
            world.pass(Duration.ofSeconds(1));
        }

        // Five calls to see that it is dead, then one after 5, 10, 20, 40 s, and each minute from then on.
        assertThat(world.asked).hasSizeBetween(8, 5 + 9);
        assertThat(shut("anthropic", "claude-sonnet-5-5")).isEqualTo(1);

        world.scripts.put(CLAUDE, answers("done", 10));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.run()).as("everything goes there again").isInstanceOf(Outcome.Success.class);
        assertThat(shut("anthropic", "claude-sonnet-5-5")).isZero();
    }

    @Test
    void shouldParkTasksWhileAProviderIsDown() throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, fails(FailureKind.CONNECTION_FAILED));
        for (int i = 0; i < 5; i++) {
            assertThat(world.run()).as("who finds it out spends an attempt").isInstanceOf(Outcome.Failure.class);
        }

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.reason()).isEqualTo("provider_down");
            assertThat(deferred.delay()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"UNAUTHORIZED", "CREDIT_EXHAUSTED"})
    void shouldLeaveAnAccountAloneThatIsRefused(FailureKind kind) throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, fails(kind));

        for (int task = 0; task < 2; task++) {
            assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
                assertThat(deferred.reason()).isEqualTo("account_refused");
                assertThat(deferred.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
            });
        }
        assertThat(world.asked).hasSize(1);
        assertThat(shut("anthropic", "")).isEqualTo(1);

        world.pass(Duration.ofSeconds(31));
        world.scripts.put(CLAUDE, answers("done", 10));
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(shut("anthropic", "")).isZero();
    }

    @Test
    void shouldKeepTheTroubleOfATenantsOwnAccountToItself() throws Exception {
        world.chain = List.of(CLAUDE);
        world.keys.put("acme", "acme's key");
        world.scripts.put(
                CLAUDE,
                (request, answer) -> request.apiKey().isEmpty()
                        ? answers("done", 10).answer(request, answer)
                        : CallResult.Failed.of(FailureKind.UNAUTHORIZED, "Wrong key"));

        assertThat(world.run("acme", Tier.TIER_NORMAL)).isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure.message()).doesNotContain("acme's key");
        });
        assertThat(world.run("other", Tier.TIER_NORMAL)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void shouldNotBlameAProviderForCallsThatWereBrokenOff() throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, (request, answer) -> {
            world.stopped = true;
            return CallResult.Failed.of(FailureKind.CONNECTION_FAILED, "Closed");
        });
        for (int i = 0; i < 20; i++) {
            world.run();
        }
        world.stopped = false;
        world.scripts.put(CLAUDE, answers("done", 10));

        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
    }

    // ---- limits

    @Test
    void shouldWaitForTokensUnspentAndWithoutACall() throws Exception {
        world.chain = List.of(CLAUDE);
        world.tenantTokens.put("acme", 10_000L);
        world.scripts.put(CLAUDE, answers("done", 9_500));
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.reason()).isEqualTo("tenant_tokens_used_up");
            assertThat(deferred.delay()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(74));
        });
        assertThat(world.asked).hasSize(1);
        assertThat(world.run("other", Tier.TIER_NORMAL))
                .as("it is nobody else's")
                .isInstanceOf(Outcome.Success.class);

        world.pass(Duration.ofSeconds(61));
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void shouldGiveBackTheTokensOfCallsThatFailed() throws Exception {
        world.chain = List.of(CLAUDE);
        world.tenantTokens.put("acme", 1_500L);
        world.scripts.put(CLAUDE, fails(FailureKind.INVALID_REQUEST));
        for (int i = 0; i < 10; i++) {
            assertThat(world.run()).isInstanceOf(Outcome.Failure.class);
        }
        assertThat(world.asked).hasSize(10);
    }

    @Test
    void shouldUseAnotherProvidersTokensWhenThoseOfOneAreUsedUp() throws Exception {
        world.tenantTokens.put("acme", 10_000L);
        world.scripts.put(CLAUDE, answers("done", 9_500));
        world.scripts.put(GPT, answers("done", 10));
        world.run();

        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
        assertThat(world.decisions).singleElement().satisfies(decision -> assertThat(decision.why())
                .contains("tenant_tokens_used_up"));
    }

    @Test
    void shouldKeepAllTenantsTogetherUnderTheAccountsLimits() throws Exception {
        world.chain = List.of(CLAUDE);
        world.accountCalls = 2;
        world.scripts.put(CLAUDE, answers("done", 10));
        world.run("a", Tier.TIER_NORMAL);
        world.run("b", Tier.TIER_NORMAL);

        assertThat(world.run("c", Tier.TIER_NORMAL))
                .isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.reason())
                        .isEqualTo("account_limit_reached"));
        world.keys.put("c", "its own");
        assertThat(world.run("c", Tier.TIER_NORMAL)).as("by its own account").isInstanceOf(Outcome.Success.class);
    }

    @Test
    void shouldLearnTheAccountsLimitFromItsProvider() throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, (request, answer) -> {
            answer.limits(new ProviderLimits(1, 0, Duration.ofSeconds(40), -1, -1, Duration.ZERO));
            return answers("done", 10).answer(request, answer);
        });
        world.run();

        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.delay())
                .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(48)));
        world.pass(Duration.ofSeconds(40));
        assertThat(world.run()).as("the first one was not counted yet").isInstanceOf(Outcome.Success.class);
        world.pass(Duration.ofSeconds(40));
        assertThat(world.run()).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.reason())
                .as("a call a minute is all there is")
                .isEqualTo("account_limit_reached"));
    }

    @Test
    void shouldReserveForTheLargestAnswersOfLate() throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, answers("done", 7_000));
        world.run();
        world.tenantTokens.put("acme", 3_000L);
        world.scripts.put(CLAUDE, (request, answer) -> {
            assertThat(world.runQuietly("acme")).as("there is no room for two").isInstanceOf(Outcome.Deferred.class);
            return answers("done", 10).answer(request, answer);
        });

        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
    }

    // ---- deadlines and budgets

    @Test
    void shouldNotWaitForTheRolesOwnModelWhenTheTaskHasNoTimeToSpare() throws Exception {
        world.chain = List.of(CLAUDE);
        world.scripts.put(CLAUDE, fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(4)));
        world.run();
        world.chain = List.of(CLAUDE, GPT);
        world.scripts.put(GPT, answers("done", 10));
        Dispatch.Builder task = Dispatches.of("acme", "copywriter", "a");

        assertThat(world.run(task.setEndByMillis(world.now().plusSeconds(9).toEpochMilli())
                        .build()))
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(world.run(task.setAttemptTimeoutMillis(7_000).build())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void shouldTakeTheCheaperModelWhenTheBudgetHasNoRoomForTheFirst() throws Exception {
        world.chain = List.of(CLAUDE, "anthropic/claude-haiku-4-5");
        world.scripts.put("anthropic/claude-haiku-4-5", answers("done", 10));
        Dispatch.Builder task = Dispatches.of("acme", "copywriter", "a").setSpendableMicros(8_000);

        assertThat(world.run(task.build())).isInstanceOf(Outcome.Success.class);
        assertThat(world.decisions)
                .containsExactly(new Decision(CLAUDE, "anthropic/claude-haiku-4-5", CLAUDE + " over_budget"));
    }

    @Test
    void shouldAskTheFirstModelWhenTheBudgetHasRoomForNone() throws Exception {
        world.scripts.put(CLAUDE, answers("done", 10));

        world.run(Dispatches.of("acme", "copywriter", "a").setSpendableMicros(1).build());

        assertThat(world.asked).containsExactly(CLAUDE);
    }

    @Test
    void shouldWaitForARateLimitedModelThoughTheOtherFails() throws Exception {
        world.scripts.put(CLAUDE, fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(20)));
        world.scripts.put(GPT, fails(FailureKind.PROVIDER_ERROR));

        assertThat(world.run()).as("no attempt need be spent").isInstanceOf(Outcome.Deferred.class);
    }

    // ---- repair

    private double shut(String provider, String model) {
        return world.meters
                .get("penstock.workers.provider.shut")
                .tag("provider", provider)
                .tag("model", model)
                .gauge()
                .value();
    }
}

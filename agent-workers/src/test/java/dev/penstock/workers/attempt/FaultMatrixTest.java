package dev.penstock.workers.attempt;

import static dev.penstock.workers.attempt.FaultWorld.CLAUDE;
import static dev.penstock.workers.attempt.FaultWorld.GPT;
import static dev.penstock.workers.attempt.FaultWorld.LOCAL;
import static dev.penstock.workers.attempt.FaultWorld.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.simulator.Behaviour;
import dev.penstock.simulator.CallRecord;
import dev.penstock.simulator.Fault;
import dev.penstock.simulator.FaultRule;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.webhook.CallbackKind;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.openai.OpenAiApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scripted fault of every provider ends as docs/runtimes.md says, after as many calls, and is booked as it says. */
class FaultMatrixTest {
    private static FaultWorld chat;
    private static FaultWorld responses;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        chat = new FaultWorld(dir, OpenAiApi.CHAT);
        responses = new FaultWorld(dir, OpenAiApi.RESPONSES);
    }

    @AfterAll
    static void stop() {
        chat.close();
        responses.close();
    }

    /** How an attempt ends that has nowhere else to go. */
    private enum Alone {
        ANSWERED,
        RETRY,
        DEFER,
        DEAD
    }

    /** What is booked for the call that failed. */
    private enum Booked {
        NOTHING,
        /** What the provider billed. */
        BILLED,
        /** What was asked, and what came of the answer. */
        WHAT_CAME,
        /** The price of the estimate. */
        RESERVED
    }

    private enum Provider {
        ANTHROPIC(CLAUDE, GPT),
        OPENAI_CHAT(GPT, CLAUDE),
        OPENAI_RESPONSES(GPT, CLAUDE),
        OLLAMA(LOCAL, CLAUDE),
        WEBHOOK(RUNTIME, RUNTIME);

        private final String model;
        private final String fallback;

        Provider(String model, String fallback) {
            this.model = model;
            this.fallback = fallback;
        }

        FaultWorld world() {
            return this == OPENAI_CHAT ? chat : responses;
        }
    }

    /** @param code of the failure; {@code ok} for none */
    private record Expected(String code, Alone alone, boolean fallsBack, Booked booked) {
        static Expected failure(FailureKind kind, Alone alone, boolean fallsBack, Booked booked) {
            return new Expected(kind.code(), alone, fallsBack, booked);
        }
    }

    record Case(Fault fault, Provider provider) {
        @Override
        public String toString() {
            return fault.word() + " of " + provider.name().toLowerCase(Locale.ROOT);
        }
    }

    static Stream<Case> cases() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Arrays.stream(Provider.values()).map(provider -> new Case(fault, provider)));
    }

    /** A tenant that has a runtime of its own has no other to go on with. */
    static Stream<Case> casesWithAnother() {
        return cases().filter(each -> each.provider() != Provider.WEBHOOK);
    }

    private static Expected expected(Fault fault, Provider provider) {
        return provider == Provider.WEBHOOK ? ofRuntime(fault) : ofProvider(fault, provider);
    }

    /** A runtime says in whole what came of a task, or nothing that counts. */
    private static Expected ofRuntime(Fault fault) {
        return switch (fault) {
            case BAD_REQUEST -> dead(FailureKind.INVALID_REQUEST, false, Booked.NOTHING);
            case UNAUTHORIZED -> defer(FailureKind.UNAUTHORIZED);
            case PAYMENT_REQUIRED, QUOTA -> defer(FailureKind.CREDIT_EXHAUSTED);
            case FORBIDDEN -> dead(FailureKind.FORBIDDEN, true, Booked.NOTHING);
            case NOT_FOUND, GONE -> dead(FailureKind.NOT_FOUND, true, Booked.NOTHING);
            case RATE_LIMITED -> defer(FailureKind.RATE_LIMITED);
            case SERVER_ERROR, HTML -> retry(FailureKind.PROVIDER_ERROR, Booked.NOTHING);
            case UNAVAILABLE, OVERLOADED -> defer(FailureKind.OVERLOADED);
            case HTML_OK, UNFINISHED, MALFORMED, STREAM_ERROR -> retry(FailureKind.INVALID_RESPONSE, Booked.NOTHING);
            case HANG, STALL -> retry(FailureKind.TIMEOUT, Booked.NOTHING);
            case DROP, TRUNCATE -> retry(FailureKind.CONNECTION_FAILED, Booked.NOTHING);
            case ENDLESS, FLOOD -> dead(FailureKind.OUTPUT_TOO_LARGE, false, Booked.NOTHING);
            case REFUSAL, SILENCE -> new Expected("ok", Alone.ANSWERED, false, Booked.BILLED);
            case NEGATIVE_USAGE, ABSURD_USAGE, UNNUMBERED_USAGE -> invalidUsage();
            case MISSING_USAGE -> new Expected("ok", Alone.ANSWERED, false, Booked.NOTHING);
        };
    }

    private static Expected ofProvider(Fault fault, Provider provider) {
        return switch (fault) {
            case BAD_REQUEST, GONE -> dead(FailureKind.INVALID_REQUEST, false, Booked.NOTHING);
            case UNAUTHORIZED -> defer(FailureKind.UNAUTHORIZED);
            case PAYMENT_REQUIRED, QUOTA -> defer(FailureKind.CREDIT_EXHAUSTED);
            case FORBIDDEN -> dead(FailureKind.FORBIDDEN, true, Booked.NOTHING);
            case NOT_FOUND -> dead(FailureKind.NOT_FOUND, true, Booked.NOTHING);
            case RATE_LIMITED -> defer(FailureKind.RATE_LIMITED);
            case SERVER_ERROR, HTML -> retry(FailureKind.PROVIDER_ERROR, Booked.NOTHING);
            case UNAVAILABLE ->
                provider == Provider.OLLAMA
                        ? defer(FailureKind.OVERLOADED)
                        : retry(FailureKind.PROVIDER_ERROR, Booked.NOTHING);
            case OVERLOADED -> defer(FailureKind.OVERLOADED);
            case HTML_OK, UNFINISHED, MALFORMED, ENDLESS -> retry(FailureKind.INVALID_RESPONSE, Booked.WHAT_CAME);
            case HANG -> retry(FailureKind.TIMEOUT, Booked.NOTHING);
            case DROP -> retry(FailureKind.CONNECTION_FAILED, Booked.NOTHING);
            case STALL -> retry(FailureKind.TIMEOUT, Booked.WHAT_CAME);
            case TRUNCATE -> retry(FailureKind.CONNECTION_FAILED, Booked.WHAT_CAME);
            case STREAM_ERROR ->
                provider == Provider.ANTHROPIC
                        ? Expected.failure(FailureKind.OVERLOADED, Alone.DEFER, true, Booked.WHAT_CAME)
                        : retry(FailureKind.PROVIDER_ERROR, Booked.WHAT_CAME);
            case FLOOD -> dead(FailureKind.OUTPUT_TOO_LARGE, false, Booked.WHAT_CAME);
            case SILENCE -> dead(FailureKind.OUTPUT_TOO_LARGE, false, Booked.BILLED);
            case REFUSAL ->
                provider == Provider.OLLAMA
                        ? new Expected("ok", Alone.ANSWERED, false, Booked.BILLED)
                        : dead(FailureKind.REFUSED, false, Booked.BILLED);
            case NEGATIVE_USAGE, ABSURD_USAGE, UNNUMBERED_USAGE, MISSING_USAGE -> invalidUsage();
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldEndAsDocumentedWithNowhereElseToGo(Case matrix) throws Exception {
        Expected expected = expected(matrix.fault(), matrix.provider());
        FaultWorld world = matrix.provider().world();
        world.begin(rule(matrix.fault()));

        Outcome outcome = world.run(matrix.provider().model);

        switch (outcome) {
            case Outcome.Success success -> {
                assertThat(expected.alone()).isEqualTo(Alone.ANSWERED);
                assertBooked(world, success.usage());
            }
            case Outcome.Failure failure -> {
                assertThat(failure.kind().code()).isEqualTo(expected.code());
                assertThat(failure.kind().retryable() ? Alone.RETRY : Alone.DEAD)
                        .isEqualTo(expected.alone());
                assertBooked(world, failure.usage());
            }
            case Outcome.Deferred deferred -> {
                assertThat(expected.alone()).isEqualTo(Alone.DEFER);
                assertThat(deferred.delay()).isPositive();
                assertBooked(world, deferred.usage());
            }
            default -> throw new AssertionError("Nobody expected " + outcome);
        }
        LlmCall call = onlyCall(world);
        assertThat(call.getFinished().getStatus()).isEqualTo(expected.code());
        assertMoney(world, call, expected.booked());
    }

    @ParameterizedTest
    @MethodSource("casesWithAnother")
    void shouldGoOnWithAnotherProviderWhereThatHelps(Case matrix) throws Exception {
        Expected expected = expected(matrix.fault(), matrix.provider());
        FaultWorld world = matrix.provider().world();
        String model = matrix.provider().model;
        world.begin(rule(matrix.fault()).at(model.substring(0, model.indexOf('/'))));

        Outcome outcome = world.run(model, matrix.provider().fallback);

        assertThat(outcome instanceof Outcome.Success)
                .isEqualTo(expected.fallsBack() || expected.alone() == Alone.ANSWERED);
        if (!expected.fallsBack()) {
            assertThat(world.recorded()).hasSize(1);
            return;
        }
        assertThat(world.begun()).hasSize(2);
        assertThat(world.recorded())
                .extracting(call -> call.getProvider() + "/" + call.getModel())
                .containsExactly(model, matrix.provider().fallback);
        assertThat(world.billed(world.recorded().getFirst())).hasSize(2);
        assertMoney(world, world.recorded().getFirst(), expected.booked());
        LlmCall second = world.recorded().getLast();
        assertThat(second.getFinished().getStatus()).isEqualTo("ok");
        assertThat(second.getFinished().getPriceVersion()).isNotEmpty();
        assertBooked(world, ((Outcome.Success) outcome).usage());
    }

    /** A task comes each half second for five minutes and finds its provider dead; each that is sent back comes again when it was told to. */
    @ParameterizedTest
    @ValueSource(strings = {CLAUDE, GPT, LOCAL})
    void shouldCallADeadProviderNoMoreOftenThanItsBreakerAllows(String model) throws Exception {
        FaultWorld world = responses;
        long before = world.provider.stats().overall().total();
        world.begin(FaultRule.always(Fault.UNAVAILABLE));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            outcomes.add(world.run(model));
            world.pass(Duration.ofMillis(500));
        }

        // Five calls to shut it, then one to see after 5, 10, 20 and 40 s and each minute.
        long calls = world.provider.stats().overall().total() - before;
        assertThat(calls).isLessThanOrEqualTo(12);
        assertThat(world.recorded()).hasSize((int) calls);
        assertThat(outcomes.stream().filter(Outcome.Deferred.class::isInstance).count())
                .isGreaterThanOrEqualTo(600 - 12);
        assertThat(world.recorded())
                .allSatisfy(call -> assertThat(call.getFinished().getUsage().getCostMicros())
                        .isZero());

        world.provider.behave(new Behaviour(Latency.NONE, List.of()));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.run(model)).as("it is back").isInstanceOf(Outcome.Success.class);
    }

    @Test
    void shouldWaitAsLongAsTheProviderAsks() throws Exception {
        FaultWorld world = responses;
        world.begin(new FaultRule(Fault.RATE_LIMITED, 20, null, 1, null, null, null, null, null, null, null, null));

        assertThat(world.run(CLAUDE))
                .isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.delay())
                        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(24)));
        world.pass(Duration.ofSeconds(19));
        assertThat(world.run(CLAUDE)).isInstanceOf(Outcome.Deferred.class);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.run(CLAUDE)).isInstanceOf(Outcome.Success.class);
        assertThat(world.recorded()).hasSize(2);
    }

    /** A runtime answers at once, as providers do. */
    private static FaultRule rule(Fault fault) {
        return new FaultRule(fault, null, null, null, null, null, null, null, null, null, null, CallbackKind.NONE);
    }

    private static LlmCall onlyCall(FaultWorld world) {
        assertThat(world.begun()).hasSize(1);
        assertThat(world.recorded()).hasSize(1);
        LlmCall call = world.recorded().getFirst();
        assertThat(world.billed(call)).as("calls at the provider").hasSize(1);
        assertThat(call.getFinished().getPriceVersion()).isNotEmpty();
        return call;
    }

    /** What the engine is told is what the calls on record sum up to. */
    private static void assertBooked(FaultWorld world, Usage told) {
        assertThat(told.getCostMicros())
                .isEqualTo(world.recorded().stream()
                        .mapToLong(call -> call.getFinished().getUsage().getCostMicros())
                        .sum());
    }

    private static void assertMoney(FaultWorld world, LlmCall call, Booked booked) {
        Usage usage = call.getFinished().getUsage();
        CallRecord billed = world.billed(call).getFirst();
        switch (booked) {
            case NOTHING -> assertThat(usage).isEqualTo(Usage.getDefaultInstance());
            case BILLED -> {
                assertThat(usage.getInputTokens()).isEqualTo(billed.inputTokens());
                assertThat(usage.getOutputTokens()).isEqualTo(billed.outputTokens());
            }
            case WHAT_CAME -> {
                assertThat(usage.getInputTokens()).isPositive();
                assertThat(usage.getOutputTokens()).isLessThanOrEqualTo(billed.outputTokens() + 1_600L);
            }
            case RESERVED -> {
                LlmCall begun = world.begun().stream()
                        .filter(each -> each.getCallId().equals(call.getCallId()))
                        .findFirst()
                        .orElseThrow();
                assertThat(usage.getCostMicros())
                        .isPositive()
                        .isEqualTo(begun.getStarted().getReservedMicros());
                assertThat(usage.getInputTokens() + usage.getOutputTokens()).isZero();
            }
        }
        if (booked != Booked.RESERVED) {
            assertThat(usage.getCostMicros())
                    .isEqualTo(world.cost(call, usage.getInputTokens(), usage.getOutputTokens()));
        }
    }

    private static Expected invalidUsage() {
        return new Expected(LlmCallRecorder.INVALID_USAGE, Alone.ANSWERED, false, Booked.RESERVED);
    }

    private static Expected retry(FailureKind kind, Booked booked) {
        return Expected.failure(kind, Alone.RETRY, true, booked);
    }

    private static Expected defer(FailureKind kind) {
        return Expected.failure(kind, Alone.DEFER, true, Booked.NOTHING);
    }

    private static Expected dead(FailureKind kind, boolean fallsBack, Booked booked) {
        return Expected.failure(kind, Alone.DEAD, fallsBack, booked);
    }
}

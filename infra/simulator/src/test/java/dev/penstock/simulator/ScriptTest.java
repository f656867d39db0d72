package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private final AtomicLong nanos = new AtomicLong(17);

    @Test
    void shouldKeepAnOutageToItsTime() throws Exception {
        Script script = script(FaultRule.always(Fault.UNAVAILABLE).at("openai").within(10, 20));

        assertThat(fault(script, "openai")).isNull();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(fault(script, "openai")).isEqualTo(Fault.UNAVAILABLE);
        assertThat(fault(script, "anthropic")).isNull();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(fault(script, "openai")).isNull();
    }

    @Test
    void shouldSlowTheCallsOfAKey() throws Exception {
        Script script = script(FaultRule.slow(new Latency(1_000, 0, 0, 1)).ofKey("k"));

        assertThat(decide(script, "openai").pace().firstNanos())
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void shouldSpreadLatenciesWithALongTail() {
        Latency latency = new Latency(100, 0, 0, 1, 0.5);
        long slow = 0;
        long slower = 0;
        for (int i = 0; i < 10_000; i++) {
            double first = Script.mix(i) / (double) Long.MAX_VALUE / 2 + 0.5;
            double second = Script.mix(~i) / (double) Long.MAX_VALUE / 2 + 0.5;
            long nanosOfCall = latency.pace(10, first, second).firstNanos();
            slow += nanosOfCall > 100_000_000 ? 1 : 0;
            slower += nanosOfCall > 320_000_000 ? 1 : 0;
        }

        assertThat(slow).isBetween(4_700L, 5_300L);
        assertThat(slower).isBetween(50L, 150L);
    }

    private Script script(FaultRule rule) {
        return new Script(1, new Behaviour(Latency.NONE, List.of(rule)), nanos::get);
    }

    private static Fault fault(Script script, String provider) throws ApiError {
        return decide(script, provider).fault();
    }

    private static Script.Fate decide(Script script, String provider) throws ApiError {
        return script.decide(
                new Caller("acme", "copywriter", "t", 1, "k"),
                provider,
                ModelRequest.of("m", 10, true, "", "hello", 5),
                10);
    }
}

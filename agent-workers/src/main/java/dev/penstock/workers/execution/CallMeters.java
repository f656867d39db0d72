package dev.penstock.workers.execution;

import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of calls and of where they go, by provider. No meter knows of tenants, or of models that a tenant may name. */
public final class CallMeters {
    private static final String PREFIX = "penstock.workers.";
    private static final String NOBODY = "none";

    private final MeterRegistry registry;

    public CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(String provider, CallEnd end) {
        Counter.builder(PREFIX + "calls")
                .description("Calls to providers, by how they ended")
                .tag("provider", provider)
                .tag("status", end.status())
                .register(registry)
                .increment();
        Tokens tokens = end.tokens();
        count(provider, "input", tokens.input());
        count(provider, "output", tokens.output());
    }

    /**
     * An attempt goes on elsewhere, or waits.
     *
     * @param from provider and model, as {@code anthropic/claude-sonnet-5-5}
     * @param to the same; empty when it waits
     */
    void routed(String from, String to) {
        Counter.builder(PREFIX + "routed")
                .description("Decisions to run an attempt on another model, or to have it wait, by provider")
                .tag("from", provider(from))
                .tag("to", provider(to))
                .register(registry)
                .increment();
    }

    private void count(String provider, String direction, long tokens) {
        if (tokens > 0) {
            Counter.builder(PREFIX + "call.tokens")
                    .description("Tokens of calls as providers tell them")
                    .tag("provider", provider)
                    .tag("direction", direction)
                    .register(registry)
                    .increment(tokens);
        }
    }

    private static String provider(String model) {
        return model.isEmpty() ? NOBODY : model.substring(0, model.indexOf('/'));
    }
}

package dev.penstock.cli.demo;

import dev.penstock.cli.board.LaneKey;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.schemas.Adapters;

/**
 * A call as the provider simulator's journal has it.
 *
 * @param endMillis 0 while it runs
 * @param laneCalls calls of its lane that ran when it began, itself included
 * @param provider {@code anthropic}, {@code openai}, {@code ollama}, or {@code webhook} for a runtime of the tenant's own
 * @param outcome {@code ok}, {@code running}, or how it failed
 */
record ProviderCall(
        long beginMillis,
        long endMillis,
        LaneKey lane,
        TaskKey task,
        int attempt,
        int laneCalls,
        String provider,
        String outcome) {
    boolean ofOwnRuntime() {
        return provider.equals(Adapters.WEBHOOK);
    }

    boolean ok() {
        return outcome.equals("ok");
    }

    boolean runsAt(long millis) {
        return beginMillis <= millis && (endMillis == 0 || endMillis >= millis);
    }
}

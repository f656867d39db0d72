package dev.penstock.workers.role;

import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.workers.adapter.FailureKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a role runs.
 *
 * @param chain its models, the first one first; never empty. A tenant may override them
 * @param maxTokens most tokens the model may make in one call
 * @param timeout longest time for one call
 * @param estimatedInputTokens a call's input tokens besides those of the task itself, for the price that is reserved
 * @param estimatedOutputTokens a call's output tokens, for the price that is reserved
 * @param system what the agent is told that it is
 * @param turn what the task's input is put into, at {@code {input}}
 * @param overflow whether a local model of the chain may take over what the providers have no room for
 * @param fallbackOn failures of a call after which the next of the chain is worth a call
 * @param concurrency attempts that one worker runs at once; 0 for the worker's own setting
 * @param plans whether its output is a plan of further tasks
 * @param schema what its output has to satisfy; null for nothing
 */
public record RoleProfile(
        String role,
        List<ModelRef> chain,
        long maxTokens,
        Duration timeout,
        long estimatedInputTokens,
        long estimatedOutputTokens,
        String system,
        String turn,
        boolean overflow,
        Set<FailureKind> fallbackOn,
        int concurrency,
        boolean plans,
        @Nullable OutputSchema schema) {
    /** Failures that say nothing of the request, so that another provider may answer it. */
    public static final Set<FailureKind> FALLBACK_ON = Set.copyOf(EnumSet.of(
            FailureKind.RATE_LIMITED,
            FailureKind.OVERLOADED,
            FailureKind.PROVIDER_ERROR,
            FailureKind.TIMEOUT,
            FailureKind.CONNECTION_FAILED,
            FailureKind.INVALID_RESPONSE,
            FailureKind.CREDIT_EXHAUSTED,
            FailureKind.UNAUTHORIZED,
            FailureKind.FORBIDDEN,
            FailureKind.NOT_FOUND));

    static final String INPUT_PLACE = "{input}";
    static final String ROLE_PLACE = "{role}";

    /** Characters of English text per token, rounded down, so that the estimate is rather too high. */
    private static final long CHARS_PER_TOKEN = 3;

    public RoleProfile {
        chain = List.copyOf(chain);
        fallbackOn = Set.copyOf(fallbackOn);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A role needs a model");
        }
    }

    /** What the agent is asked for a task with this input. */
    public String turn(String input) {
        return turn.replace(INPUT_PLACE, input);
    }

    /** Input tokens of a call with a task's input of so many characters. */
    public long estimateInput(long inputChars) {
        return estimatedInputTokens + inputChars / CHARS_PER_TOKEN;
    }

    /** The same for a role of this name. */
    RoleProfile named(String name) {
        return new RoleProfile(
                name,
                chain,
                maxTokens,
                timeout,
                estimatedInputTokens,
                estimatedOutputTokens,
                system.replace(ROLE_PLACE, name),
                turn.replace(ROLE_PLACE, name),
                overflow,
                fallbackOn,
                concurrency,
                plans,
                schema);
    }
}

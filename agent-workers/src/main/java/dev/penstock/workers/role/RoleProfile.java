package dev.penstock.workers.role;

import java.time.Duration;

/**
 * How a role runs.
 *
 * @param model unless the tenant overrides it
 * @param maxTokens most tokens the model may make in one call
 * @param timeout longest time for one call
 * @param estimatedInputTokens a call's input tokens besides those of the task itself, for the price that is reserved
 * @param estimatedOutputTokens a call's output tokens, for the price that is reserved
 * @param system what the agent is told that it is
 * @param plans whether its output is a plan of further tasks
 */
public record RoleProfile(
        String role,
        String model,
        long maxTokens,
        Duration timeout,
        long estimatedInputTokens,
        long estimatedOutputTokens,
        String system,
        boolean plans) {
    /** Characters of English text per token, rounded down, so that the estimate is rather too high. */
    private static final long CHARS_PER_TOKEN = 3;

    /** Input tokens of a call with a task's input of so many characters. */
    public long estimateInput(long inputChars) {
        return estimatedInputTokens + inputChars / CHARS_PER_TOKEN;
    }

    RoleProfile withTimeout(Duration limit) {
        return new RoleProfile(
                role, model, maxTokens, limit, estimatedInputTokens, estimatedOutputTokens, system, plans);
    }
}

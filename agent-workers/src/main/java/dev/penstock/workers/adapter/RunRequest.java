package dev.penstock.workers.adapter;

import java.time.Duration;

/**
 * One attempt of a task, as a runtime is asked to run it.
 *
 * @param system what the role is and how it works
 * @param input what the task asks for
 * @param maxTokens most tokens the model may make
 * @param timeout longest time for the whole call
 */
public record RunRequest(
        String tenant,
        String taskId,
        int attempt,
        String role,
        String model,
        String system,
        String input,
        long maxTokens,
        Duration timeout) {}

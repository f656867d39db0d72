package dev.penstock.workers.attempt;

/** One attempt of a task. */
public record AttemptKey(String taskId, int attempt) {}

package dev.penstock.audit;

/**
 * A broken promise.
 *
 * @param task empty when it is about no single task
 * @param offset where in the partition it shows; -1 when it shows only at the end of the log
 */
public record Violation(String tenant, String task, int partition, long offset, String explanation) {}

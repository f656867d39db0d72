package dev.penstock.simulator.webhook;

/**
 * A callback that a runtime made, or a stop that it was told.
 *
 * @param atMillis when it was answered; wall clock, milliseconds since 1970-01-01T00:00Z
 * @param what {@code progress}, {@code complete} or {@code fail}, after {@code forged-} where it was not the runtime's own; or {@code stop}
 * @param status of the answer; 0 when there was none
 */
public record CallbackEntry(long atMillis, String tenant, String task, int attempt, String what, int status) {}

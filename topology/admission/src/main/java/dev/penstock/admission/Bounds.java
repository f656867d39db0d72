package dev.penstock.admission;

/**
 * Within what a granted task has to run, for its dispatch.
 *
 * @param attemptTimeoutMillis longest time of the attempt; 0 for none
 * @param endBy when the task must have ended; 0 for never
 * @param spendableMicros what its attempt may cost before its tenant's budget of the month is passed; 0 for no budget
 */
public record Bounds(long attemptTimeoutMillis, long endBy, long spendableMicros) {}

package dev.penstock.audit;

/**
 * What a producer says it handed in.
 *
 * @param answered whether Penstock said yes (202, or the broker's acknowledgement); false when the answer never came
 */
public record Submission(String tenant, String taskId, boolean answered) {}

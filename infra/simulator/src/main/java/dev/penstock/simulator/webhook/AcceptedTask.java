package dev.penstock.simulator.webhook;

/**
 * A task that a runtime has accepted.
 *
 * @param progress calls that tell how far it is, spread over its time
 * @param nanos how long it takes
 * @param patienceSeconds how long the runtime said that it may be silent
 * @param output as a JSON string or value
 * @param usage as a JSON object; empty to tell none
 */
public record AcceptedTask(
        RuntimeMessage message,
        CallbackKind kind,
        int progress,
        long nanos,
        long patienceSeconds,
        String output,
        String usage) {

    String completed() {
        return completed(output);
    }

    /** An output that no role with a schema makes. */
    String completedWrong() {
        return completed("\"This is not what was asked for.\"");
    }

    String failed(boolean retryable) {
        return "{\"type\":\"fail\",\"kind\":\"oven_broken\",\"message\":\"The simulated runtime was told to fail\",\"retryable\":"
                + retryable + usageField() + "}";
    }

    String progressed(int done) {
        return "{\"type\":\"progress\",\"message\":\"" + done + " of " + (progress + 1)
                + " parts done\",\"patienceSeconds\":" + patienceSeconds + "}";
    }

    private String completed(String what) {
        return "{\"type\":\"complete\",\"output\":" + what + usageField() + "}";
    }

    private String usageField() {
        return usage.isEmpty() ? "" : ",\"usage\":" + usage;
    }
}

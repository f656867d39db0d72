package dev.penstock.bench;

/** A submission's time, carried through the engine in the task's campaign, which every event of the task repeats. */
final class SubmitTime {
    private static final String PREFIX = "bench-";

    private SubmitTime() {}

    static String campaign(long millis) {
        return PREFIX + millis;
    }

    /** Milliseconds since 1970-01-01T00:00Z; -1 when {@code campaign} is not one of ours. */
    static long millis(String campaign) {
        return campaign.startsWith(PREFIX) ? Long.parseLong(campaign.substring(PREFIX.length())) : -1;
    }
}

package dev.penstock.admission;

/** What one attempt used at its provider: tokens, and cost in micro-dollars; none negative. */
public record Usage(long inputTokens, long outputTokens, long costMicros) {
    public static final Usage NONE = new Usage(0, 0, 0);
}

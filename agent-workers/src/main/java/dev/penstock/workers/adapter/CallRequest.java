package dev.penstock.workers.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One call to a runtime.
 *
 * @param apiKey the tenant's own; empty for the installation's
 * @param system what the role is and how it works; empty for nothing
 * @param turns from the oldest; at least one, and the last is the user's
 * @param maxTokens most tokens that the model may make
 * @param timeout longest time for the whole call
 * @param ticket for a runtime that calls back
 */
public record CallRequest(
        CallOrigin origin,
        String model,
        String apiKey,
        String system,
        List<Turn> turns,
        long maxTokens,
        Duration timeout,
        CallTicket ticket) {
    public CallRequest {
        turns = List.copyOf(turns);
        if (turns.isEmpty() || turns.getLast().speaker() != Turn.Speaker.USER) {
            throw new IllegalArgumentException("The last of a call's turns is the user's");
        }
    }

    /** Bytes of all that the model is to read. */
    public long bytes() {
        return turns.stream().mapToLong(turn -> bytes(turn.text())).sum() + bytes(system);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** One that nobody calls back for. */
    public CallRequest(
            CallOrigin origin,
            String model,
            String apiKey,
            String system,
            List<Turn> turns,
            long maxTokens,
            Duration timeout) {
        this(origin, model, apiKey, system, turns, maxTokens, timeout, CallTicket.NONE);
    }

    /** Does not show content or keys. */
    @Override
    public String toString() {
        return "CallRequest[" + origin + ", " + model + ", " + turns.size() + " turns]";
    }
}

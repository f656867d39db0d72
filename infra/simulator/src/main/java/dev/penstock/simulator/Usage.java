package dev.penstock.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tenant has used of a provider, out of the calls that the journal holds.
 *
 * @param calls all of them
 * @param tokens billed, read and made together
 * @param maxCalls most calls that began within any window, a minute unless asked for otherwise
 * @param maxTokens most tokens billed for calls that began within any window
 */
public record Usage(String tenant, String provider, long calls, long tokens, long maxCalls, long maxTokens) {

    static List<Usage> of(List<CallRecord> journal, long windowMillis) {
        Map<String, List<CallRecord>> byTenant = new TreeMap<>();
        for (CallRecord call : journal) {
            byTenant.computeIfAbsent(call.tenant() + "|" + call.provider(), key -> new ArrayList<>())
                    .add(call);
        }
        return byTenant.values().stream().map(calls -> of(windowMillis, calls)).toList();
    }

    /** @param calls in the order in which they began */
    private static Usage of(long windowMillis, List<CallRecord> calls) {
        long total = 0;
        long within = 0;
        long maxTokens = 0;
        int maxCalls = 0;
        int first = 0;
        for (int i = 0; i < calls.size(); i++) {
            CallRecord call = calls.get(i);
            within += tokens(call);
            total += tokens(call);
            while (calls.get(first).beginMillis() <= call.beginMillis() - windowMillis) {
                within -= tokens(calls.get(first));
                first++;
            }
            maxTokens = Math.max(maxTokens, within);
            maxCalls = Math.max(maxCalls, i - first + 1);
        }
        return new Usage(
                calls.getFirst().tenant(),
                String.valueOf(calls.getFirst().provider()),
                calls.size(),
                total,
                maxCalls,
                maxTokens);
    }

    private static long tokens(CallRecord call) {
        return (long) call.inputTokens() + call.outputTokens();
    }
}

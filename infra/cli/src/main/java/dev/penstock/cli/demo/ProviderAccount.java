package dev.penstock.cli.demo;

import dev.penstock.cli.board.LaneKey;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.cli.board.Totals.CutShort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the provider's journal says of the engine's promises.
 *
 * @param calls all calls
 * @param ownRuntimes those of them that went to tenants' own runtimes
 * @param outcomes calls by outcome
 * @param mostAtOnce the most calls of a lane that ran at once
 * @param overCap calls that began while their lane already ran its cap, attempts that the engine had ended not counted
 * @param repeated calls that succeeded though the same attempt had succeeded before
 */
public record ProviderAccount(
        int calls,
        int ownRuntimes,
        Map<String, Long> outcomes,
        Map<LaneKey, Integer> mostAtOnce,
        int overCap,
        int repeated) {
    private record Attempt(TaskKey task, int number) {}

    /** Takes stock of {@code calls} under the lanes' caps. A lane without a cap counts as capped at 0. */
    static ProviderAccount of(List<ProviderCall> calls, Map<LaneKey, Integer> caps, Set<CutShort> cutShort) {
        Map<Attempt, Long> ended = new HashMap<>();
        cutShort.forEach(cut -> ended.merge(new Attempt(cut.task(), cut.attempt()), cut.atMillis(), Math::min));
        Map<LaneKey, Integer> most = new HashMap<>();
        int over = 0;
        for (ProviderCall call : calls) {
            most.merge(call.lane(), call.laneCalls(), Math::max);
            int excess = call.laneCalls() - caps.getOrDefault(call.lane(), 0);
            if (excess > 0 && excess > excused(call, calls, ended)) {
                over++;
            }
        }
        Map<String, Long> outcomes = calls.stream()
                .collect(Collectors.groupingBy(ProviderCall::outcome, TreeMap::new, Collectors.counting()));
        int own = (int) calls.stream().filter(ProviderCall::ofOwnRuntime).count();
        return new ProviderAccount(calls.size(), own, outcomes, most, over, repeated(calls));
    }

    /** Calls still running beside {@code call} whose attempt the log had ended: the outside world cannot be made to stop. */
    @SuppressWarnings("ReferenceEquality") // Two calls may be equal in everything that is known of them.
    private static long excused(ProviderCall call, List<ProviderCall> calls, Map<Attempt, Long> ended) {
        return calls.stream()
                .filter(other -> other != call && other.lane().equals(call.lane()) && other.runsAt(call.beginMillis()))
                .filter(other -> ended.getOrDefault(new Attempt(other.task(), other.attempt()), Long.MAX_VALUE)
                        <= call.beginMillis())
                .count();
    }

    private static int repeated(List<ProviderCall> calls) {
        Map<Attempt, Long> successes = calls.stream()
                .filter(ProviderCall::ok)
                .collect(Collectors.groupingBy(c -> new Attempt(c.task(), c.attempt()), Collectors.counting()));
        return successes.values().stream().mapToInt(n -> (int) (n - 1)).sum();
    }
}

package dev.penstock.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many calls of a lane, and of a task, the provider had at once.
 *
 * @param lanes tenant and role pairs that called
 * @param cap of each
 * @param most calls of one lane at once, whatever the log said
 * @param overshoot by how much that is above the cap, 0 for not at all
 * @param unexplained the same, of calls whose lease the log had not ended by then: anything above 0 breaks a promise
 * @param overlaps tasks with calls of two attempts at once
 * @param longestOverlapMillis of these
 * @param unexplainedOverlaps of these, those whose first attempt the log had not ended when the second one's call began
 * @param examples the longest overlaps, in words
 */
public record Concurrency(
        int lanes,
        int cap,
        int most,
        int overshoot,
        int unexplained,
        int overlaps,
        long longestOverlapMillis,
        int unexplainedOverlaps,
        List<String> examples) {
    private static final int MAX_EXAMPLES = 5;

    public Concurrency {
        examples = List.copyOf(examples);
    }

    public boolean holds() {
        return unexplained == 0 && unexplainedOverlaps == 0;
    }

    static Concurrency of(List<ProviderCall> calls, int cap, LeaseEnds ends) {
        Map<String, List<ProviderCall>> lanes =
                calls.stream().collect(Collectors.groupingBy(call -> call.tenant() + "/" + call.role()));
        int most = lanes.values().stream()
                .mapToInt(lane -> most(lane, ends, false))
                .max()
                .orElse(0);
        int counted = lanes.values().stream()
                .mapToInt(lane -> most(lane, ends, true))
                .max()
                .orElse(0);
        List<Overlap> overlaps = overlaps(calls, ends);
        return new Concurrency(
                lanes.size(),
                cap,
                most,
                Math.max(0, most - cap),
                Math.max(0, counted - cap),
                overlaps.size(),
                overlaps.stream().mapToLong(Overlap::millis).max().orElse(0),
                (int) overlaps.stream().filter(overlap -> !overlap.explained()).count(),
                overlaps.stream()
                        .sorted(Comparator.comparingLong(Overlap::millis).reversed())
                        .limit(MAX_EXAMPLES)
                        .map(Overlap::toString)
                        .toList());
    }

    /** Two attempts of a task at the provider at once. */
    private record Overlap(ProviderCall first, ProviderCall second, long endedAt) {
        long millis() {
            return Math.min(first.endMillis(), second.endMillis()) - second.beginMillis();
        }

        boolean explained() {
            return endedAt <= second.beginMillis();
        }

        @Override
        public String toString() {
            return "task %s: the call of attempt %d went on for %d ms beside that of attempt %d, %s"
                    .formatted(
                            first.task(),
                            first.attempt(),
                            millis(),
                            second.attempt(),
                            explained()
                                    ? "which began %d ms after the log had ended the first one's lease"
                                            .formatted(second.beginMillis() - endedAt)
                                    : "though the log had not ended the first one's lease");
        }
    }

    private static List<Overlap> overlaps(List<ProviderCall> calls, LeaseEnds ends) {
        List<Overlap> found = new ArrayList<>();
        calls.stream()
                .collect(Collectors.groupingBy(ProviderCall::task))
                .values()
                .forEach(task -> {
                    List<ProviderCall> inOrder = task.stream()
                            .sorted(Comparator.comparingLong(ProviderCall::beginMillis))
                            .toList();
                    for (int i = 1; i < inOrder.size(); i++) {
                        ProviderCall first = inOrder.get(i - 1);
                        ProviderCall second = inOrder.get(i);
                        if (second.beginMillis() < first.endMillis()) {
                            found.add(new Overlap(first, second, ends.of(first.task(), first.attempt())));
                        }
                    }
                });
        return found;
    }

    private record Edge(long atMillis, int step) {}

    /** @param untilLeaseEnds whether a call counts only as long as the log had not ended its attempt */
    private static int most(List<ProviderCall> lane, LeaseEnds ends, boolean untilLeaseEnds) {
        List<Edge> edges = new ArrayList<>();
        for (ProviderCall call : lane) {
            long end = untilLeaseEnds
                    ? Math.min(call.endMillis(), ends.of(call.task(), call.attempt()))
                    : call.endMillis();
            if (end > call.beginMillis()) {
                edges.add(new Edge(call.beginMillis(), 1));
                edges.add(new Edge(end, -1));
            }
        }
        // Of one millisecond ends come first: the journal notes an end before anybody can know of it.
        edges.sort(Comparator.comparingLong(Edge::atMillis).thenComparingInt(Edge::step));
        int now = 0;
        int most = 0;
        for (Edge edge : edges) {
            now += edge.step();
            most = Math.max(most, now);
        }
        return most;
    }
}

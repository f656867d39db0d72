package dev.penstock.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which process is killed when, out of a seed. Times are numbers of tasks handed in and not of seconds, so that a plan means the same on a
 * slow machine.
 *
 * @param kills in order of their times
 */
record KillPlan(List<Kill> kills) {
    /** Of all tasks: from here to there, so that work is under way at each kill. */
    private static final double BEGIN = 0.02;

    private static final double END = 0.99;

    KillPlan {
        kills = List.copyOf(kills);
    }

    /** @param afterTasks how many tasks are handed in before it */
    record Kill(int afterTasks, String part) {}

    /** Parts come in rounds, each once in a round and in an order of its own, so that few kills meet most of them. */
    static KillPlan of(ChaosOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        int[] times = random.doubles(options.kills(), BEGIN, END)
                .mapToInt(share -> (int) (share * options.tasks()))
                .sorted()
                .toArray();
        List<Kill> kills = new ArrayList<>();
        List<String> round = new ArrayList<>();
        for (int time : times) {
            if (round.isEmpty()) {
                round.addAll(options.parts());
                shuffle(round, random);
            }
            kills.add(new Kill(time, round.removeLast()));
        }
        return new KillPlan(kills);
    }

    private static void shuffle(List<String> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }
}

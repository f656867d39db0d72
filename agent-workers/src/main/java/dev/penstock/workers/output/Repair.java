package dev.penstock.workers.output;

import dev.penstock.workers.adapter.Turn;
import java.util.ArrayList;
import java.util.List;

/** How a model is asked to set right what it answered: by the same turns, its answer, and what is wrong with it. */
public final class Repair {
    /** Times that an answer is sent back within an attempt. */
    public static final int MAX = 1;

    private Repair() {}

    /**
     * @param asked the turns of the call that was answered
     * @param complaint what is wrong with {@code answer}, in one line
     */
    public static List<Turn> turns(List<Turn> asked, String answer, String complaint) {
        List<Turn> turns = new ArrayList<>(asked);
        // No provider takes an empty turn.
        turns.add(Turn.model(answer.isBlank() ? "(nothing)" : answer));
        turns.add(Turn.user("Your answer cannot be used. " + complaint
                + "\nAnswer again, with the whole of it set right and nothing else."));
        return turns;
    }
}

package dev.penstock.simulation.model;

import dev.penstock.simulation.world.IntQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Attempts by number. Numbers are used again, so there are as many as are under way at once. */
final class UnderWays {
    private final List<@Nullable UnderWay> attempts = new ArrayList<>();
    private final IntQueue unused = new IntQueue();

    UnderWay add(IntFunction<UnderWay> maker) {
        int number = unused.isEmpty() ? attempts.size() : unused.remove();
        UnderWay made = maker.apply(number);
        if (number == attempts.size()) {
            attempts.add(made);
        } else {
            attempts.set(number, made);
        }
        return made;
    }

    UnderWay get(int number) {
        UnderWay attempt = attempts.get(number);
        if (attempt == null) {
            throw new IllegalStateException("Expected attempt " + number + " to be under way, but it is not");
        }
        return attempt;
    }

    /** Its number is not to be on the agenda, nor parked, any more. */
    void remove(UnderWay attempt) {
        attempts.set(attempt.number, null);
        unused.add(attempt.number);
    }
}

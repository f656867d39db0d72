package dev.penstock.simulation.record;

import dev.penstock.admission.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the outside world asked of one slot, in order: submissions, cancels and configurations. */
public final class OutsideLog {
    private final List<Command> commands = new ArrayList<>();
    private long[] times = new long[16];

    void add(Command command, long now) {
        if (commands.size() == times.length) {
            times = Arrays.copyOf(times, 2 * times.length);
        }
        times[commands.size()] = now;
        commands.add(command);
    }

    public int size() {
        return commands.size();
    }

    public Command command(int index) {
        return commands.get(index);
    }

    /** On the engine's clock. */
    public long time(int index) {
        return times[index];
    }
}

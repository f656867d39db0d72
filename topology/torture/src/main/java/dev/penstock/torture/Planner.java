package dev.penstock.torture;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Plan;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thinks up plans, good ones and bad ones. */
final class Planner {
    private static final List<Tier> TIERS = List.of(Tier.values());

    private final Dice dice;
    private final Agenda agenda;
    private final String role;

    Planner(Dice dice, Agenda agenda, String role) {
        this.dice = dice;
        this.agenda = agenda;
        this.role = role;
    }

    /** What a task's result plans, null for nothing. */
    @Nullable
    Plan plan(TaskRef task) {
        if (!task.role().equals(role) && !dice.chance(1) || dice.chance(20)) {
            return null;
        }
        List<PlannedTask> tasks = new ArrayList<>();
        for (int left = dice.between(0, 4); left > 0; left--) {
            tasks.add(task(tasks.size()));
        }
        return new Plan(tasks);
    }

    private PlannedTask task(int place) {
        List<String> after = new ArrayList<>();
        for (int earlier = 0; earlier < place; earlier++) {
            if (dice.chance(40)) {
                after.add("t" + earlier);
            }
        }
        if (dice.chance(3)) {
            // Itself, a later one, or none at all: a circle or a gap.
            after.add("t" + dice.between(place, place + 2));
        }
        String name = dice.chance(2) ? "t0" : "t" + place;
        return new PlannedTask(
                name,
                new UUID(dice.number(), dice.number()),
                dice.chance(2) ? "translator" : dice.oneOf(Customers.ROLES),
                dice.oneOf(TIERS),
                after,
                dice.chance(50) ? 0 : dice.between(1, 4),
                Map.of(),
                new Digest(dice.number(), 1),
                new byte[] {(byte) place, (byte) dice.between(0, 100)},
                dice.chance(70)
                        ? TaskOptions.NONE
                        : new TaskOptions(dice.between(0, 60), agenda.now() + dice.between(-1_000, 20_000), 0, 0, 0));
    }
}

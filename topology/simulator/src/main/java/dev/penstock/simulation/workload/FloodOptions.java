package dev.penstock.simulation.workload;

import dev.penstock.admission.Tier;
import java.util.Locale;

/**
 * What flood to simulate.
 *
 * @param flood tasks that one tenant submits at once, 1 to 10,000,000; those over its backlog are rejected
 * @param tier of the flood, by its name in small letters: an urgent one goes before what is less urgent of everybody else, as the design has it
 * @param tasksPerDay what the other tenants ask for, as if all day long, 24 to 100,000,000
 * @param tenants the others, 1 to 100,000
 * @param fleetPercent workers, in percent of what plain arithmetic gives for the others' demand, 100 to 100,000
 */
public record FloodOptions(
        long flood, String tier, long tasksPerDay, int tenants, long seed, int slots, int fleetPercent) {
    public static final FloodOptions DEFAULT = new FloodOptions(1_000_000, "normal", 1_000_000, 1_000, 1, 12, 150);

    public FloodOptions {
        tierNamed(tier);
        DayOptions.require(flood >= 1 && flood <= 10_000_000, "a flood of 1 to 10,000,000 tasks", flood);
        DayOptions.require(
                tasksPerDay >= 24 && tasksPerDay <= 100_000_000, "24 to 100,000,000 tasks a day", tasksPerDay);
        DayOptions.require(tenants >= 1 && tenants <= 100_000, "1 to 100,000 tenants", tenants);
        DayOptions.require(slots >= 1 && slots <= 256, "1 to 256 slots", slots);
        DayOptions.require(
                fleetPercent >= 100 && fleetPercent <= 100_000, "a fleet of 100 to 100,000 percent", fleetPercent);
    }

    public Tier floodTier() {
        return tierNamed(tier);
    }

    private static Tier tierNamed(String name) {
        for (Tier tier : Tier.values()) {
            if (tier.name().toLowerCase(Locale.ROOT).equals(name)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("Expected urgent, normal or batch, but got " + name);
    }
}

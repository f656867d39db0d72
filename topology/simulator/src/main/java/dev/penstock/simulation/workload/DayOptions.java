package dev.penstock.simulation.workload;

/**
 * What day to simulate.
 *
 * @param tasksPerDay 1 to 100,000,000, of which the simulated hours have their part
 * @param tenants 1 to 100,000
 * @param hours 1 to 24, from midnight
 * @param burst whether some tenants ask for ten times their mean for half an hour, on top
 * @param slots 1 to 256
 * @param fleetPercent workers at most, in percent of what plain arithmetic gives for the day's mean; 0 for as many as there is work for
 */
public record DayOptions(
        long tasksPerDay, int tenants, int hours, long seed, boolean burst, int slots, int fleetPercent) {
    public static final DayOptions DEFAULT = new DayOptions(1_000_000, 1_000, 24, 1, false, 12, 0);

    public DayOptions {
        require(tasksPerDay >= 1 && tasksPerDay <= 100_000_000, "1 to 100,000,000 tasks a day", tasksPerDay);
        require(tenants >= 1 && tenants <= 100_000, "1 to 100,000 tenants", tenants);
        require(hours >= 1 && hours <= 24, "1 to 24 hours", hours);
        require(slots >= 1 && slots <= 256, "1 to 256 slots", slots);
        require(fleetPercent >= 0 && fleetPercent <= 100_000, "a fleet of 0 to 100,000 percent", fleetPercent);
    }

    static void require(boolean holds, String expected, long found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", but got " + found);
        }
    }
}

package dev.penstock.simulation;

import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.record.RoleRecord;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many attempts of each role the workers can run at once. A record in which grants waited for workers shows how many there were: the most that
 * ran at once. One in which none waited shows only that there were enough, so they are taken to be as many as are needed.
 */
final class WorkerPlaces {
    private static final String ANY = "*";
    private static final String PEAK = "peak";
    private static final String UNLIMITED = "unlimited";
    private static final int MOST = 10_000_000;

    private WorkerPlaces() {}

    /**
     * @param said by role or {@code *}: a number, {@code peak} or {@code unlimited}
     * @return by each role of the recording
     * @throws IllegalArgumentException saying what is allowed
     */
    static Map<String, Integer> of(Recording recording, Map<String, String> said) {
        for (String role : said.keySet()) {
            if (!role.equals(ANY) && !recording.roles().containsKey(role)) {
                throw new IllegalArgumentException(
                        "Workers are given for the role '" + role + "', but the record has only "
                                + String.join(", ", recording.roles().keySet()) + " (or *)");
            }
        }
        Map<String, Integer> places = new TreeMap<>();
        for (RoleRecord role : recording.roles().values()) {
            String how =
                    said.getOrDefault(role.role(), said.getOrDefault(ANY, role.shortOfWorkers() ? PEAK : UNLIMITED));
            places.put(role.role(), places(role, how));
        }
        return places;
    }

    private static int places(RoleRecord role, String how) {
        return switch (how) {
            case PEAK -> Math.max(1, role.peak());
            case UNLIMITED -> Integer.MAX_VALUE;
            default -> number(how);
        };
    }

    private static int number(String how) {
        try {
            int number = Integer.parseInt(how);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(form(how), e);
        }
        throw new IllegalArgumentException(form(how));
    }

    private static String form(String how) {
        return "Workers should be a number from 1 to " + MOST + ", peak or unlimited, but are '" + how + "'";
    }
}

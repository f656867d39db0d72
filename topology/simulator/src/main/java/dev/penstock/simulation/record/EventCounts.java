package dev.penstock.simulation.record;

import dev.penstock.simulation.measure.TenantFigures;
import java.util.ArrayList;
import java.util.List;

/** Events that the engine published in the window, by kind. */
public final class EventCounts {
    public long accepted;
    public long refused;
    public long started;
    public long succeeded;
    public long dead;
    public long cancelled;
    public long expired;
    public long unreadable;

    /** Where the log played again came to something else, in words; empty when it did not. */
    List<String> differences(TenantFigures played) {
        List<String> differences = new ArrayList<>();
        compare(differences, "accepted", accepted, played.accepted);
        compare(differences, "refused", refused, played.refused);
        compare(differences, "started", started, played.attempts);
        compare(differences, "succeeded", succeeded, played.succeeded);
        compare(differences, "dead", dead, played.dead);
        compare(differences, "cancelled", cancelled, played.cancelled);
        compare(differences, "expired", expired, played.expired);
        compare(differences, "unreadable", unreadable, 0);
        return differences;
    }

    private static void compare(List<String> differences, String kind, long published, long played) {
        if (published != played) {
            differences.add(kind + " " + published + " against " + played);
        }
    }
}

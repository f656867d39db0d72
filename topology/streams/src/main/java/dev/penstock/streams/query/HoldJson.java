package dev.penstock.streams.query;

import dev.penstock.admission.Hold;
import dev.penstock.schemas.v1.ConfigChange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A hold for programs, by a stable name and its figures, and for people, in one line that says what to do where something can be done. */
final class HoldJson {
    /** Tasks that are named of all that one waits for. */
    private static final int MAX_AWAITED = 20;

    private static final double MICROS = 1e6;

    private final JsonGenerator json;
    private final String role;
    private final Closers closers;

    private HoldJson(JsonGenerator json, String role, Closers closers) {
        this.json = json;
        this.role = role;
        this.closers = closers;
    }

    /** @param role that the task or lane is of */
    static void write(JsonGenerator json, List<Hold> holds, String role, Closers closers) {
        HoldJson writer = new HoldJson(json, role, closers);
        json.writeArrayPropertyStart("holds");
        for (Hold hold : holds) {
            json.writeStartObject();
            writer.write(hold);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(Hold hold) {
        switch (hold) {
            case Hold.Dependency h -> dependency(h);
            case Hold.NotBefore(long until) -> {
                head("not_before", "It was submitted not to start before %s.", at(until));
                time("until", until);
            }
            case Hold.BackOff(long until) -> {
                head(
                        "back_off",
                        "Its last attempt failed or was handed back; the next may not start before %s.",
                        at(until));
                time("until", until);
            }
            case Hold.TenantPaused _ -> {
                head("tenant_paused", "The tenant is paused%s: resume it.", by(closers.tenant()));
                closer(closers.tenant());
            }
            case Hold.LanePaused _ -> {
                head("lane_paused", "The tenant's lane %s is paused%s: resume it.", role, by(closers.lane()));
                closer(closers.lane());
            }
            case Hold.RolePaused _ -> {
                head(
                        "role_paused",
                        "The operator has paused the role %s for all tenants%s: only the operator can resume it.",
                        role,
                        by(closers.role()));
                closer(closers.role());
            }
            case Hold.RoleDisabled _ ->
                head(
                        "role_disabled",
                        "The role %s is not enabled: enable the tenant's allocation, or have the operator enable the role.",
                        role);
            case Hold.LaneCap h -> laneCap(h);
            case Hold.TenantCap(int live, int cap) -> {
                head(
                        "tenant_cap",
                        "The tenant runs %d of %d tasks over all lanes: raise the tenant's maxConcurrent.",
                        live,
                        cap);
                cap(live, cap);
            }
            case Hold.RoleCap(int live, int cap) -> {
                head(
                        "role_cap",
                        "The operator's cap of the role %s is full (%d of %d in this slot): raise the role's maxConcurrent.",
                        role,
                        live,
                        cap);
                cap(live, cap);
            }
            case Hold.MonthlyTasks h -> monthlyTasks(h);
            case Hold.Budget h -> budget(h);
            case Hold.NoWorker(int unstarted, long waited) -> {
                head(
                        "no_worker",
                        "No worker of role %s has taken anything for %d s: start one, or see why those there do not.",
                        role,
                        waited / 1_000);
                json.writeNumberProperty("unstarted", unstarted);
                json.writeNumberProperty("waitedMillis", waited);
            }
            case Hold.Window(int unstarted, int window) -> {
                head(
                        "workers_busy",
                        "The workers of role %s are busy, %d granted tasks wait for one: add workers to go faster.",
                        role,
                        unstarted);
                json.writeNumberProperty("unstarted", unstarted);
                json.writeNumberProperty("window", window);
            }
            case Hold.Behind(int ahead) -> {
                head(
                        "behind",
                        "%d %s of its lane %s first.",
                        ahead,
                        ahead == 1 ? "task" : "tasks",
                        ahead == 1 ? "goes" : "go");
                json.writeNumberProperty("ahead", ahead);
            }
            case Hold.OtherLanes(int ready) -> {
                head(
                        "other_lanes",
                        "It shares the role's workers with %d other %s that can run now; who has had least goes first.",
                        ready,
                        ready == 1 ? "lane" : "lanes");
                json.writeNumberProperty("ready", ready);
            }
        }
    }

    private void dependency(Hold.Dependency hold) {
        int count = hold.awaited().size();
        head(
                "dependency",
                "It comes after %d %s that %s not succeeded yet: ask why of %s.",
                count,
                count == 1 ? "task" : "tasks",
                count == 1 ? "has" : "have",
                count == 1 ? "that one" : "those");
        json.writeArrayPropertyStart("awaited");
        hold.awaited().stream().limit(MAX_AWAITED).forEach(task -> json.writeString(task.toString()));
        json.writeEndArray();
    }

    private void laneCap(Hold.LaneCap hold) {
        if (hold.cap() == 0) {
            head(
                    "lane_cap",
                    "The lane %s may run nothing: raise maxConcurrent of the tenant's allocation above 0.",
                    role);
        } else {
            head(
                    "lane_cap",
                    "The lane %s runs %d of %d tasks at once: raise maxConcurrent of the tenant's allocation, or wait.",
                    role,
                    hold.live(),
                    hold.cap());
        }
        cap(hold.live(), hold.cap());
    }

    private void monthlyTasks(Hold.MonthlyTasks hold) {
        head(
                "monthly_tasks",
                "The lane %s has started %d of %d tasks this month: raise its monthlyTaskLimit, or wait until %s.",
                role,
                hold.counted(),
                hold.limit(),
                at(hold.until()));
        json.writeNumberProperty("counted", hold.counted());
        json.writeNumberProperty("cap", hold.limit());
        time("until", hold.until());
    }

    private void budget(Hold.Budget hold) {
        head(
                "budget",
                "The next task needs $%.2f and $%.2f of this month's $%.2f are taken: raise monthlyBudgetMicros, or wait until %s.",
                hold.needed() / MICROS,
                hold.used() / MICROS,
                hold.budget() / MICROS,
                at(hold.until()));
        json.writeNumberProperty("usedMicros", hold.used());
        json.writeNumberProperty("neededMicros", hold.needed());
        json.writeNumberProperty("budgetMicros", hold.budget());
        time("until", hold.until());
    }

    /** Who closed a flow and why, as part of a sentence. */
    private static String by(@Nullable ConfigChange closer) {
        if (closer == null) {
            return "";
        }
        String reason = closer.getReason().isEmpty() ? "" : " (" + closer.getReason() + ")";
        return " by " + closer.getBy() + " since " + at(closer.getAtMillis()) + reason;
    }

    private void closer(@Nullable ConfigChange closer) {
        if (closer != null) {
            json.writeStringProperty("by", closer.getBy());
            time("since", closer.getAtMillis());
            if (!closer.getReason().isEmpty()) {
                json.writeStringProperty("reason", closer.getReason());
            }
        }
    }

    private void head(String limit, String text, Object... arguments) {
        json.writeStringProperty("limit", limit);
        json.writeStringProperty("text", String.format(Locale.ROOT, text, arguments));
    }

    private void cap(int live, int cap) {
        json.writeNumberProperty("live", live);
        json.writeNumberProperty("cap", cap);
    }

    private void time(String name, long millis) {
        json.writeStringProperty(name, at(millis));
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}

package dev.penstock.cli.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A campaign's tasks as its events tell them, drawn as a tree: under each task those that wait for it, under a planner those that it planned and
 * that wait for nothing. One that waits for several stands under the last of them and names the others.
 */
public final class CampaignTree {
    private static final int NAME_WIDTH = 34;
    private static final int MESSAGE_CHARS = 500;

    private final String campaign;
    private final String planner;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private String state = "submitted";
    private int total;
    private int succeeded;
    private long costMicros;

    private static final class Task {
        final String name;
        final String role;
        final String parent;
        final List<String> others;
        String state;
        String trouble = "";

        Task(String name, String role, String parent, List<String> others, String state) {
            this.name = name;
            this.role = role;
            this.parent = parent;
            this.others = others;
            this.state = state;
        }
    }

    /** @param planner the task that the campaign begins with */
    public CampaignTree(String campaign, String planner) {
        this.campaign = campaign;
        this.planner = planner;
    }

    /** Takes in an event of the stream; false when it is not about this campaign. */
    public boolean apply(String event, JsonNode data) {
        if (data.has("total")) {
            if (!data.path("campaign").asString("").equals(campaign)) {
                return false;
            }
            progress(data);
            return true;
        }
        String id = data.path("taskId").asString("");
        if (event.equals("accepted") && isOurs(id, data)) {
            boolean waits = !data.path("after").isEmpty() || data.has("notBefore");
            add(id, data, waits ? "waiting" : "queued");
            return true;
        }
        if (event.equals("rejected") && id.equals(planner)) {
            add(id, data, "rejected");
            trouble(task(id), data, "reason");
            state = "rejected";
            return true;
        }
        Task task = tasks.get(id);
        if (task == null) {
            return event.equals("campaign-cancelled")
                    && data.path("campaign").asString("").equals(campaign);
        }
        move(task, event, data);
        return true;
    }

    /** Takes in the campaign as the API shows it. */
    public void recall(JsonNode shown) {
        for (JsonNode task : shown.path("tasks")) {
            String id = task.path("id").asString("");
            add(id, task, task.path("state").asString("").toLowerCase(Locale.ROOT));
            trouble(task(id), task, "cause");
        }
        progress(shown);
    }

    private boolean isOurs(String id, JsonNode data) {
        return id.equals(planner)
                || data.path("campaign").asString("").equals(campaign)
                        && tasks.containsKey(data.path("plannerId").asString(""));
    }

    private void add(String id, JsonNode data, String first) {
        List<String> after = new ArrayList<>();
        data.path("after").forEach(parent -> after.add(parent.asString()));
        String parent = after.isEmpty() ? data.path("plannerId").asString("") : after.getLast();
        List<String> others = after.subList(0, Math.max(0, after.size() - 1));
        String name = data.path("name").asString("planner");
        tasks.put(id, new Task(name, data.path("role").asString(""), parent, List.copyOf(others), first));
    }

    private void move(Task task, String event, JsonNode data) {
        switch (event) {
            case "granted", "queued", "succeeded", "cancelled" -> task.state = event;
            case "started" -> task.state = "running";
            case "replayed" -> task.state = "queued";
            case "retry-scheduled", "deferred" -> {
                task.state = "waiting";
                trouble(task, data, event.equals("deferred") ? "reason" : "cause");
            }
            case "dead" -> {
                task.state = event;
                trouble(task, data, "cause");
            }
            case "expired" -> {
                task.state = event;
                trouble(task, data, "reason");
            }
            default -> {
                // Nothing that the tree shows.
            }
        }
    }

    private void progress(JsonNode data) {
        state = data.path("state").asString("").toLowerCase(Locale.ROOT);
        total = data.path("total").asInt(0);
        succeeded = data.path("succeeded").asInt(0);
        costMicros = data.path("costMicros").asLong(0);
    }

    private static void trouble(Task task, JsonNode data, String reason) {
        String message = data.path("message").asString("");
        String cause = data.path(reason).asString("");
        String whole = message.isEmpty() ? cause : cause + ": " + message;
        task.trouble = whole.length() <= MESSAGE_CHARS ? whole : whole.substring(0, MESSAGE_CHARS) + "…";
    }

    public boolean ended() {
        return !state.equals("running") && !state.equals("submitted");
    }

    public boolean succeeded() {
        return state.equals("succeeded");
    }

    /** As {@link #lines(Style)}, with what does not fit into {@code height} lines left out. */
    public List<String> lines(Style style, int height) {
        List<String> all = lines(style);
        if (all.size() <= height) {
            return all;
        }
        int shown = Math.max(1, height - 1);
        List<String> some = new ArrayList<>(all.subList(0, shown));
        some.add(style.dim("  … and " + (all.size() - shown) + " more"));
        return some;
    }

    /** The campaign in a line, and its tasks below. */
    public List<String> lines(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(campaign) + "   "
                + coloured(style, state, state)
                + (total == 0 ? "" : "   %d of %d done   %s".formatted(succeeded, total, BoardView.money(costMicros))));
        draw(style, lines, "", "");
        return lines;
    }

    /** Of each task that did not succeed, why, a line each. */
    public List<String> troubles() {
        return tasks.values().stream()
                .filter(task -> List.of("dead", "expired", "rejected").contains(task.state))
                .map(task -> task.name + ": " + task.trouble)
                .toList();
    }

    private void draw(Style style, List<String> lines, String parent, String indent) {
        List<Map.Entry<String, Task>> below = tasks.entrySet().stream()
                .filter(entry -> entry.getValue().parent.equals(parent))
                .toList();
        for (int i = 0; i < below.size(); i++) {
            Task task = below.get(i).getValue();
            boolean last = i == below.size() - 1;
            String branch = parent.isEmpty() ? "  " : indent + (last ? "└─ " : "├─ ");
            lines.add(line(style, branch, task));
            draw(style, lines, below.get(i).getKey(), parent.isEmpty() ? "  " : indent + (last ? "   " : "│  "));
        }
    }

    private String line(Style style, String branch, Task task) {
        String name = branch + task.name;
        String cut = name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
        List<String> others = task.others.stream()
                .map(id -> tasks.containsKey(id) ? task(id).name : id)
                .toList();
        String also = others.isEmpty() ? "" : "  also after " + String.join(", ", others);
        String shown = "%-" + NAME_WIDTH + "s %-20s ";
        return (shown.formatted(cut, task.role)
                        + coloured(style, task.state, "%-9s".formatted(task.state))
                        + style.dim(also))
                .stripTrailing();
    }

    private static String coloured(Style style, String state, String text) {
        return switch (state) {
            case "succeeded" -> style.good(text);
            case "dead", "expired", "rejected", "cancelled", "failed" -> style.bad(text);
            case "granted", "running" -> style.bold(text);
            default -> text;
        };
    }

    private Task task(String id) {
        Task task = tasks.get(id);
        if (task == null) {
            throw new IllegalStateException("Expected a task " + id);
        }
        return task;
    }
}

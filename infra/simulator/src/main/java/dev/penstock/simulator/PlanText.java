package dev.penstock.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the plan that a planner might make of a goal: four to six tasks that build on each other, the same for the same goal. It keeps to the
 * roles that the goal names, or else to those that every tenant has.
 */
final class PlanText {
    /** How a plan begins; a system prompt that shows it asks for one. */
    static final String OPENING = "{\"tasks\"";

    private static final int LEAST_TASKS = 4;
    private static final int GOAL_CHARS = 200;
    private static final List<String> USUAL_ROLES = List.of("copywriter", "seo-specialist");
    private static final Pattern ROLE = Pattern.compile(
            "\\b(content-researcher|copywriter|data-analyst|paid-ads-manager|seo-specialist|social-media-manager)\\b");

    private record Piece(String name, String role, String brief, List<String> after) {}

    private static final List<Piece> PIECES = List.of(
            new Piece("facts", "content-researcher", "Collect what buyers ask and what rivals leave out", List.of()),
            new Piece(
                    "keywords",
                    "seo-specialist",
                    "Choose search terms, with a title and description",
                    List.of("facts")),
            new Piece("landing-page", "copywriter", "Write the landing page", List.of("facts", "keywords")),
            new Piece("posts", "social-media-manager", "Write a week of posts", List.of("landing-page")),
            new Piece("ads", "paid-ads-manager", "Draw up three ad sets", List.of("keywords", "landing-page")),
            new Piece("measures", "data-analyst", "Say what to measure, and from when it tells", List.of("posts")));

    private PlanText() {}

    static String write(String request, List<Directive> directives) {
        String goal = Directive.strip(request);
        @Nullable
        PlanKind kind = directives.stream()
                .map(Directive::plan)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return switch (kind) {
            case NONE -> OPENING + ": []}";
            case PROSE -> "I would begin with research, then write the landing page, and post about it for a week.";
            case CYCLE, HANG -> plan(goal, kind);
            case null -> plan(goal, null);
        };
    }

    private static String plan(String goal, @Nullable PlanKind kind) {
        long hash = Script.hash("plan", goal);
        List<String> roles = roles(goal);
        int size = LEAST_TASKS + (int) Long.remainderUnsigned(hash, PIECES.size() - LEAST_TASKS + 1);
        String about = goal.replaceAll("\\s+", " ");
        String brief = about.length() <= GOAL_CHARS ? about : about.substring(0, GOAL_CHARS) + "...";
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Piece piece = PIECES.get(i);
            List<String> after = new ArrayList<>(piece.after());
            if (kind == PlanKind.CYCLE && i == 0) {
                after.add(PIECES.get(size - 1).name());
            }
            String input = piece.brief() + " for this goal: " + brief + (kind == PlanKind.HANG ? " [[sim:hang]]" : "");
            String role = roles.contains(piece.role()) ? piece.role() : roles.get(i % roles.size());
            tasks.add(task(piece.name(), role, input, after));
        }
        String plan = OPENING + ": [\n  " + String.join(",\n  ", tasks) + "\n]}";
        // Models like to wrap JSON up.
        return (hash & 1) == 0 ? plan : "```json\n" + plan + "\n```";
    }

    private static List<String> roles(String goal) {
        Set<String> named = new TreeSet<>();
        ROLE.matcher(goal).results().forEach(match -> named.add(match.group()));
        return named.isEmpty() ? USUAL_ROLES : List.copyOf(named);
    }

    private static String task(String name, String role, String input, List<String> after) {
        String start = "{\"name\": " + Json.quoted(name) + ", \"role\": " + Json.quoted(role) + ", \"input\": "
                + Json.quoted(input);
        return after.isEmpty()
                ? start + "}"
                : start + ", \"after\": [" + after.stream().map(Json::quoted).collect(Collectors.joining(", ")) + "]}";
    }
}

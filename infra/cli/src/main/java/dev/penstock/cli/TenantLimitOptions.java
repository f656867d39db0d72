package dev.penstock.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code penstock tenant limit} changes. */
final class TenantLimitOptions {
    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description = "free, pro, agency or enterprise; roles and caps stay.")
    @Nullable
    String plan;

    @Option(names = "--plan-defaults", description = "Take the plan's roles and caps too.")
    boolean planDefaults;

    @Option(names = "--max-concurrent", paramLabel = "N", description = "Tasks at once over all roles, or none.")
    @Nullable
    String maxConcurrent;

    @Option(names = "--budget", paramLabel = "USD", description = "What it may spend in a month, in dollars, or none.")
    @Nullable
    String budget;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Tasks that may wait at once, or none for the engine's own bound.")
    @Nullable
    String backlog;

    @Option(names = "--weight", paramLabel = "N", description = "Its share of workers against the others', 1 to 1000.")
    @Nullable
    Integer weight;

    @Option(names = "--tokens-per-minute", paramLabel = "N", description = "Of each provider, or none for the plan's.")
    @Nullable
    String tokens;

    Map<String, Object> patch() {
        Map<String, Object> patch = new LinkedHashMap<>();
        if (plan != null) {
            patch.put("plan", plan);
        }
        if (planDefaults) {
            patch.put("usePlanDefaults", true);
        }
        if (maxConcurrent != null) {
            patch.put("maxConcurrent", LimitPaths.number("--max-concurrent", maxConcurrent));
        }
        if (budget != null) {
            patch.put("monthlyBudgetMicros", LimitPaths.dollars("--budget", budget));
        }
        if (backlog != null) {
            patch.put("maxBacklog", LimitPaths.number("--backlog", backlog));
        }
        if (weight != null) {
            patch.put("weight", weight);
        }
        if (tokens != null) {
            patch.put("tokensPerMinute", LimitPaths.number("--tokens-per-minute", tokens));
        }
        if (patch.isEmpty()) {
            throw CliException.usage(
                    "Say what to change: --max-concurrent, --budget, --backlog, --weight, --tokens-per-minute, --plan.");
        }
        return patch;
    }
}

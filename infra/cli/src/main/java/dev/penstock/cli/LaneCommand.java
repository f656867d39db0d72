package dev.penstock.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock lane}. */
@Command(
        name = "lane",
        description = "One role of one tenant: its limits, changed while all runs; paused, resumed, drained.",
        synopsisSubcommandLabel = "COMMAND",
        footer =
                "Acts as the local stack's operator unless told otherwise, as 'tenant' does. 'tenant show' shows all lanes, 'lanes' their queues.")
final class LaneCommand {
    @Spec
    CommandSpec spec;

    @Command(
            name = "limit",
            description = "Change a lane's limits; what is not named stays. 'none' takes a limit away.")
    int limit(
            @Parameters(index = "0", paramLabel = "TENANT") String tenant,
            @Parameters(index = "1", paramLabel = "ROLE") String role,
            @Option(names = "--max-concurrent", paramLabel = "N", description = "Tasks at once; 0 lets none run.")
                    @Nullable
                    Integer maxConcurrent,
            @Option(
                            names = "--monthly-tasks",
                            paramLabel = "N",
                            description = "Tasks that may start in a month, or none.")
                    @Nullable
                    String monthlyTasks,
            @Option(names = "--model", paramLabel = "MODEL", description = "Instead of the role's own; '' for that.")
                    @Nullable
                    String model,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        Map<String, Object> patch = new LinkedHashMap<>();
        if (maxConcurrent != null) {
            patch.put("maxConcurrent", maxConcurrent);
        }
        if (monthlyTasks != null) {
            patch.put("monthlyTaskLimit", LimitPaths.number("--monthly-tasks", monthlyTasks));
        }
        if (model != null) {
            patch.put("modelOverride", model);
        }
        if (patch.isEmpty()) {
            throw CliException.usage("Say what to change: --max-concurrent, --monthly-tasks or --model.");
        }
        return send(tenant, role, patch, change);
    }

    @Command(name = "pause", description = "Take tasks in, but run none until it is resumed. What runs goes on.")
    int pause(
            @Parameters(index = "0", paramLabel = "TENANT") String tenant,
            @Parameters(index = "1", paramLabel = "ROLE") String role,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        return send(tenant, role, LimitPaths.flow("paused"), change);
    }

    @Command(name = "resume", description = "Open it again after a pause or a drain.")
    int resume(
            @Parameters(index = "0", paramLabel = "TENANT") String tenant,
            @Parameters(index = "1", paramLabel = "ROLE") String role,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        return send(tenant, role, LimitPaths.flow("open"), change);
    }

    @Command(
            name = "drain",
            description = "Take nothing more in and run what waits; 'tenant show' says when it is drained.")
    int drain(
            @Parameters(index = "0", paramLabel = "TENANT") String tenant,
            @Parameters(index = "1", paramLabel = "ROLE") String role,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        return send(tenant, role, LimitPaths.flow("draining"), change);
    }

    @Command(name = "enable", description = "Let the tenant use the role, with its plan's cap where it never had one.")
    int enable(
            @Parameters(index = "0", paramLabel = "TENANT") String tenant,
            @Parameters(index = "1", paramLabel = "ROLE") String role,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        return send(tenant, role, Map.of("enabled", true), change);
    }

    @Command(name = "disable", description = "Take nothing more in and run nothing more of it; what waits waits.")
    int disable(
            @Parameters(index = "0", paramLabel = "TENANT") String tenant,
            @Parameters(index = "1", paramLabel = "ROLE") String role,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        return send(tenant, role, Map.of("enabled", false), change);
    }

    private int send(String tenant, String role, Map<String, Object> patch, ChangeOptions change)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        return change.send(LimitPaths.tenant(tenant), LimitPaths.lane(role, patch), out);
    }
}

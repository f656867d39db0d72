package dev.penstock.cli;

import dev.penstock.cli.ChangeCommand.OfLane;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock lane}. */
@Command(
        name = "lane",
        description = "One role of one tenant: its limits, changed while all runs; paused, resumed, drained.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LaneCommand.Limit.class,
            LaneCommand.Pause.class,
            LaneCommand.Resume.class,
            LaneCommand.Drain.class,
            LaneCommand.Enable.class,
            LaneCommand.Disable.class
        },
        footer =
                "Acts as the local stack's operator unless told otherwise, as 'tenant' does. 'tenant show' shows a tenant's lanes, 'lanes' their queues.")
final class LaneCommand {
    private LaneCommand() {}

    /** {@code limit}. */
    @Command(
            name = "limit",
            description = "Change a lane's limits; what is not named stays, and 'none' takes a limit away.")
    static final class Limit extends OfLane {
        @Option(names = "--max-concurrent", paramLabel = "N", description = "Tasks at once; 0 lets none run.")
        @Nullable
        Integer maxConcurrent;

        @Option(
                names = "--monthly-tasks",
                paramLabel = "N",
                description = "Tasks that may start in a month, or none for no limit.")
        @Nullable
        String monthlyTasks;

        @Option(names = "--model", paramLabel = "MODEL", description = "Instead of the role's own, '' for that.")
        @Nullable
        String model;

        @Override
        Map<String, Object> lane() {
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
            return patch;
        }
    }

    /** {@code pause}. */
    @Command(name = "pause", description = "Take tasks in, but run none until it is resumed. What runs goes on.")
    static final class Pause extends OfLane {
        @Override
        Map<String, Object> lane() {
            return LimitPaths.flow("paused");
        }
    }

    /** {@code resume}. */
    @Command(name = "resume", description = "Open it again after a pause or a drain.")
    static final class Resume extends OfLane {
        @Override
        Map<String, Object> lane() {
            return LimitPaths.flow("open");
        }
    }

    /** {@code drain}. */
    @Command(
            name = "drain",
            description = "Take nothing more in and run what waits; 'tenant show' says when it is drained.")
    static final class Drain extends OfLane {
        @Override
        Map<String, Object> lane() {
            return LimitPaths.flow("draining");
        }
    }

    /** {@code enable}. */
    @Command(name = "enable", description = "Let the tenant use the role, with its plan's cap where it never had one.")
    static final class Enable extends OfLane {
        @Override
        Map<String, Object> lane() {
            return Map.of("enabled", true);
        }
    }

    /** {@code disable}. */
    @Command(
            name = "disable",
            description = "Take nothing more in and run nothing more of it; what waits goes on waiting.")
    static final class Disable extends OfLane {
        @Override
        Map<String, Object> lane() {
            return Map.of("enabled", false);
        }
    }
}

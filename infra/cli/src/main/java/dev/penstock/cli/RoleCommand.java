package dev.penstock.cli;

import dev.penstock.cli.ChangeCommand.OfRole;
import dev.penstock.cli.board.Style;
import dev.penstock.cli.limits.RoleText;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code penstock role}. */
@Command(
        name = "role",
        description =
                "Roles across all tenants: the operator's caps, shown and changed while all runs; enabled, paused, drained.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RoleCommand.All.class,
            RoleCommand.Show.class,
            RoleCommand.Limit.class,
            RoleCommand.Pause.class,
            RoleCommand.Resume.class,
            RoleCommand.Drain.class,
            RoleCommand.Enable.class,
            RoleCommand.Disable.class
        },
        footer = "Needs an operator's key: the local stack's unless told otherwise.")
final class RoleCommand {
    private RoleCommand() {}

    /** {@code list}. */
    @Command(name = "list", description = "All roles.")
    static final class All extends ReadCommand {
        @Override
        String path() {
            return "/v1/roles";
        }

        @Override
        void show(JsonNode answer, PrintWriter out, Style style, ZoneId zone) {
            new RoleText(out, style, zone).list(answer);
        }
    }

    /** {@code show}. */
    @Command(name = "show", description = "One role: its limits, what runs, who changed them last.")
    static final class Show extends ReadCommand {
        @Parameters(index = "0", paramLabel = "ROLE", description = "Which.")
        String role = "";

        @Override
        String path() {
            return LimitPaths.role(role);
        }

        @Override
        void show(JsonNode answer, PrintWriter out, Style style, ZoneId zone) {
            new RoleText(out, style, zone).show(answer);
        }
    }

    /** {@code limit}. */
    @Command(name = "limit", description = "Change the cap of a role over all tenants.")
    static final class Limit extends OfRole {
        @Option(
                names = "--max-concurrent",
                paramLabel = "N",
                required = true,
                description =
                        "Tasks at once over all tenants, or none for no limit. Divided evenly among the engine's slots: below their number some tenants may run none.")
        String maxConcurrent = "";

        @Override
        Map<String, Object> patch() {
            return Map.of("maxConcurrent", LimitPaths.number("--max-concurrent", maxConcurrent));
        }
    }

    /** {@code pause}. */
    @Command(name = "pause", description = "Take tasks in, but run none until it is resumed. What runs goes on.")
    static final class Pause extends OfRole {
        @Override
        Map<String, Object> patch() {
            return LimitPaths.flow("paused");
        }
    }

    /** {@code resume}. */
    @Command(name = "resume", description = "Open it again after a pause or a drain.")
    static final class Resume extends OfRole {
        @Override
        Map<String, Object> patch() {
            return LimitPaths.flow("open");
        }
    }

    /** {@code drain}. */
    @Command(name = "drain", description = "Take nothing more in and run what waits.")
    static final class Drain extends OfRole {
        @Override
        Map<String, Object> patch() {
            return LimitPaths.flow("draining");
        }
    }

    /** {@code enable}. */
    @Command(name = "enable", description = "Take it in and run it again.")
    static final class Enable extends OfRole {
        @Override
        Map<String, Object> patch() {
            return Map.of("enabled", true);
        }
    }

    /** {@code disable}. */
    @Command(name = "disable", description = "Take nothing of it in and run nothing more; what waits goes on waiting.")
    static final class Disable extends OfRole {
        @Override
        Map<String, Object> patch() {
            return Map.of("enabled", false);
        }
    }
}

package dev.penstock.cli;

import dev.penstock.cli.limits.RoleText;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock role}. */
@Command(
        name = "role",
        description =
                "Roles across all tenants: the operator's caps, shown and changed while all runs; enabled, paused, drained.",
        synopsisSubcommandLabel = "COMMAND",
        footer = "Needs an operator's key: the local stack's unless told otherwise.")
final class RoleCommand {
    @Spec
    CommandSpec spec;

    @Command(name = "list", description = "All roles.")
    int list(@Mixin ReadOptions read) throws InterruptedException {
        var roles = read.get("/v1/roles");
        if (read.json) {
            read.print(roles, out());
        } else {
            text(read).list(roles);
        }
        return ExitCodes.OK;
    }

    @Command(name = "show", description = "One role: its limits, what runs, who changed them last.")
    int show(@Parameters(paramLabel = "ROLE") String role, @Mixin ReadOptions read) throws InterruptedException {
        var shown = read.get(LimitPaths.role(role));
        if (read.json) {
            read.print(shown, out());
        } else {
            text(read).show(shown);
        }
        return ExitCodes.OK;
    }

    @Command(name = "limit", description = "Change the cap of a role over all tenants.")
    int limit(
            @Parameters(paramLabel = "ROLE") String role,
            @Option(
                            names = "--max-concurrent",
                            paramLabel = "N",
                            required = true,
                            description =
                                    "Tasks at once over all tenants, divided evenly among the engine's slots: below their number some tenants may run none. Or none.")
                    String maxConcurrent,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        long cap = LimitPaths.number("--max-concurrent", maxConcurrent);
        return change.send(LimitPaths.role(role), Map.of("maxConcurrent", cap), out());
    }

    @Command(name = "enable", description = "Take it in and run it again.")
    int enable(@Parameters(paramLabel = "ROLE") String role, @Mixin ChangeOptions change) throws InterruptedException {
        return change.send(LimitPaths.role(role), Map.of("enabled", true), out());
    }

    @Command(name = "disable", description = "Take nothing of it in and run nothing more; what waits waits.")
    int disable(@Parameters(paramLabel = "ROLE") String role, @Mixin ChangeOptions change) throws InterruptedException {
        return change.send(LimitPaths.role(role), Map.of("enabled", false), out());
    }

    @Command(name = "pause", description = "Take tasks in, but run none until it is resumed. What runs goes on.")
    int pause(@Parameters(paramLabel = "ROLE") String role, @Mixin ChangeOptions change) throws InterruptedException {
        return change.send(LimitPaths.role(role), LimitPaths.flow("paused"), out());
    }

    @Command(name = "resume", description = "Open it again after a pause or a drain.")
    int resume(@Parameters(paramLabel = "ROLE") String role, @Mixin ChangeOptions change) throws InterruptedException {
        return change.send(LimitPaths.role(role), LimitPaths.flow("open"), out());
    }

    @Command(name = "drain", description = "Take nothing more in and run what waits.")
    int drain(@Parameters(paramLabel = "ROLE") String role, @Mixin ChangeOptions change) throws InterruptedException {
        return change.send(LimitPaths.role(role), LimitPaths.flow("draining"), out());
    }

    private RoleText text(ReadOptions read) {
        return new RoleText(out(), read.terminalOptions.detect().style(), ZoneId.systemDefault());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

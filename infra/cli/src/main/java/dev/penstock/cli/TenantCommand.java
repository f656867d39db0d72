package dev.penstock.cli;

import dev.penstock.cli.limits.TenantText;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock tenant}. */
@Command(
        name = "tenant",
        description = "Tenants: their plans and limits, shown and changed while all runs; paused, resumed, drained.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "Acts as the local stack's operator unless told otherwise. With a tenant's key (--tenant, --api-key) it may pause, drain and resume itself,",
            "and lower what it was granted. What was done before is shown by 'tenant show'."
        })
final class TenantCommand {
    @Spec
    CommandSpec spec;

    @Command(name = "list", description = "All tenants in order of name.")
    int list(
            @Option(names = "--after", paramLabel = "NAME", description = "Only those that follow.") @Nullable
                    String after,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "At most so many (${DEFAULT-VALUE}).")
                    int limit,
            @Mixin ReadOptions read)
            throws InterruptedException {
        String query =
                "?limit=" + limit + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        var tenants = read.get("/v1/tenants" + query);
        if (read.json) {
            read.print(tenants, out());
        } else {
            text(read).list(tenants);
        }
        return ExitCodes.OK;
    }

    @Command(name = "show", description = "One tenant: its limits, what of them is in use, who changed them last.")
    int show(@Parameters(paramLabel = "TENANT") String tenant, @Mixin ReadOptions read) throws InterruptedException {
        var shown = read.get(LimitPaths.tenant(tenant));
        if (read.json) {
            read.print(shown, out());
        } else {
            text(read).show(shown);
        }
        return ExitCodes.OK;
    }

    @Command(name = "create", description = "Make a tenant with its plan's roles and caps. It has no API key by that.")
    int create(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Option(
                            names = "--plan",
                            paramLabel = "PLAN",
                            required = true,
                            description = "free, pro, agency or enterprise.")
                    String plan,
            @Option(names = "--budget", paramLabel = "USD", description = "What it may spend in a month, in dollars.")
                    @Nullable
                    String budget,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("tenant", tenant, "plan", plan, "usePlanDefaults", true));
        if (budget != null) {
            body.put("monthlyBudgetMicros", LimitPaths.dollars("--budget", budget));
        }
        if (change.reason != null) {
            body.put("reason", change.reason);
        }
        if (change.version != null) {
            throw CliException.usage("--if-version is for tenants that there are.");
        }
        try (ApiCalls api = new ApiCalls(change.read.apiOptions.resolveOperator())) {
            String json = JsonMapper.shared().writeValueAsString(body);
            return change.show(api.post("/v1/tenants" + (change.dryRun ? "?dryRun=true" : ""), json), out());
        }
    }

    @Command(
            name = "limit",
            description = "Change plan and limits; what is not named stays. 'none' takes a limit away.")
    int limit(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Mixin TenantLimitOptions limits,
            @Mixin ChangeOptions change)
            throws InterruptedException {
        return change.send(LimitPaths.tenant(tenant), limits.patch(), out());
    }

    @Command(name = "pause", description = "Take tasks in, but run none until it is resumed. What runs goes on.")
    int pause(@Parameters(paramLabel = "TENANT") String tenant, @Mixin ChangeOptions change)
            throws InterruptedException {
        return change.send(LimitPaths.tenant(tenant), LimitPaths.flow("paused"), out());
    }

    @Command(name = "resume", description = "Open it again after a pause or a drain.")
    int resume(@Parameters(paramLabel = "TENANT") String tenant, @Mixin ChangeOptions change)
            throws InterruptedException {
        return change.send(LimitPaths.tenant(tenant), LimitPaths.flow("open"), out());
    }

    @Command(
            name = "drain",
            description = "Take nothing more in and run what waits; 'tenant show' says when it is drained.")
    int drain(@Parameters(paramLabel = "TENANT") String tenant, @Mixin ChangeOptions change)
            throws InterruptedException {
        return change.send(LimitPaths.tenant(tenant), LimitPaths.flow("draining"), out());
    }

    private TenantText text(ReadOptions read) {
        return new TenantText(out(), read.terminalOptions.detect().style(), ZoneId.systemDefault());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

package dev.penstock.cli;

import dev.penstock.cli.ChangeCommand.OfTenant;
import dev.penstock.cli.board.Style;
import dev.penstock.cli.limits.TenantText;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock tenant}. */
@Command(
        name = "tenant",
        description = "Tenants: their plans and limits, shown and changed while all runs; paused, resumed, drained.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TenantCommand.All.class,
            TenantCommand.Show.class,
            TenantCommand.Create.class,
            TenantCommand.Limit.class,
            TenantCommand.Pause.class,
            TenantCommand.Resume.class,
            TenantCommand.Drain.class
        },
        footer = {
            "Acts as the local stack's operator unless told otherwise. With a tenant's key (--tenant, --api-key) it may pause, drain and resume",
            "itself, lower what it was granted and go back up to that. 'tenant show' tells what was changed before."
        })
final class TenantCommand {
    private TenantCommand() {}

    /** {@code list}. */
    @Command(name = "list", description = "All tenants in order of name.")
    static final class All extends ReadCommand {
        @Option(names = "--after", paramLabel = "NAME", description = "Only those that follow.")
        @Nullable
        String after;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many (${DEFAULT-VALUE}).")
        int limit;

        @Override
        String path() {
            String from = after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
            return "/v1/tenants?limit=" + limit + from;
        }

        @Override
        void show(JsonNode answer, PrintWriter out, Style style, ZoneId zone) {
            new TenantText(out, style, zone).list(answer);
        }
    }

    /** {@code show}. */
    @Command(name = "show", description = "One tenant: its limits, what of them is in use, who changed them last.")
    static final class Show extends ReadCommand {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Which.")
        String tenant = "";

        @Override
        String path() {
            return LimitPaths.tenant(tenant);
        }

        @Override
        void show(JsonNode answer, PrintWriter out, Style style, ZoneId zone) {
            new TenantText(out, style, zone).show(answer);
        }
    }

    /** {@code create}. */
    @Command(name = "create", description = "Make a tenant with its plan's roles and caps. It has no API key by that.")
    static final class Create implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Its name: a-z, 0-9 and '-'.")
        String tenant = "";

        @Option(
                names = "--plan",
                paramLabel = "PLAN",
                required = true,
                description = "free, pro, agency or enterprise.")
        String plan = "";

        @Option(names = "--budget", paramLabel = "USD", description = "What it may spend in a month, in dollars.")
        @Nullable
        String budget;

        @Mixin
        ChangeOptions change = new ChangeOptions();

        @Spec
        CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            if (change.version != null) {
                throw CliException.usage("--if-version is for tenants that there are.");
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("tenant", tenant);
            body.put("plan", plan);
            if (budget != null) {
                body.put("monthlyBudgetMicros", LimitPaths.dollars("--budget", budget));
            }
            if (change.reason != null) {
                body.put("reason", change.reason);
            }
            try (ApiCalls api = new ApiCalls(change.read.apiOptions.resolveOperator())) {
                String json = JsonMapper.shared().writeValueAsString(body);
                JsonNode made = api.post("/v1/tenants" + (change.dryRun ? "?dryRun=true" : ""), json);
                return change.show(made, spec.commandLine().getOut());
            }
        }
    }

    /** {@code limit}. */
    @Command(
            name = "limit",
            description = "Change plan and limits; what is not named stays, and 'none' takes a limit away.")
    static final class Limit extends OfTenant {
        @Mixin
        TenantLimitOptions limits = new TenantLimitOptions();

        @Override
        Map<String, Object> patch() {
            return limits.patch();
        }
    }

    /** {@code pause}. */
    @Command(name = "pause", description = "Take tasks in, but run none until it is resumed. What runs goes on.")
    static final class Pause extends OfTenant {
        @Override
        Map<String, Object> patch() {
            return LimitPaths.flow("paused");
        }
    }

    /** {@code resume}. */
    @Command(name = "resume", description = "Open it again after a pause or a drain.")
    static final class Resume extends OfTenant {
        @Override
        Map<String, Object> patch() {
            return LimitPaths.flow("open");
        }
    }

    /** {@code drain}. */
    @Command(
            name = "drain",
            description = "Take nothing more in and run what waits; 'tenant show' says when it is drained.")
    static final class Drain extends OfTenant {
        @Override
        Map<String, Object> patch() {
            return LimitPaths.flow("draining");
        }
    }
}

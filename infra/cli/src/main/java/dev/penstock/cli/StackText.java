package dev.penstock.cli;

import dev.penstock.cli.board.Style;
import dev.penstock.local.DaemonStatus;
import dev.penstock.local.PartStatus;
import dev.penstock.local.StackInfo;
import dev.penstock.local.TenantAccess;
import dev.penstock.runtime.SettingNames;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Says of a running stack where everything is and how to use it. */
final class StackText {
    private final PrintWriter out;
    private final Style style;

    StackText(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    /** What somebody needs who has just started it. */
    void howToUse(StackInfo stack, Path folder) {
        out.println();
        out.println("  API         " + stack.apiUrl() + "   (docs at " + stack.apiUrl() + "/docs)");
        out.println("  Kafka       " + stack.kafkaBootstrap());
        out.println("  PostgreSQL  " + stack.postgresUrl());
        out.println("  Redis       " + stack.redisUrl());
        out.println("  MongoDB     " + stack.settings().text(SettingNames.MONGO_URL, "none"));
        if (!stack.simulatorUrl().isEmpty()) {
            out.println("  Provider    " + stack.simulatorUrl() + "   (simulator; its calls at /_sim/journal)");
        }
        out.println("  Data, logs  " + folder);
        out.println();
        for (TenantAccess tenant : stack.tenants()) {
            out.printf("  %-18s %-11s %s%n", tenant.name(), tenant.plan(), tenant.apiKey());
        }
        if (!stack.operatorKey().isEmpty()) {
            out.printf("  %-18s %-11s %s%n", "operator", "", stack.operatorKey());
        }
        stack.tenant(ApiOptions.USUAL_TENANT)
                .or(() -> stack.tenants().stream().findFirst())
                .ifPresent(tenant -> curl(stack, tenant));
        out.flush();
    }

    private void curl(StackInfo stack, TenantAccess tenant) {
        out.println();
        out.println(style.bold("Try") + " (or ./penstock submit 'Write a slogan' --watch)");
        out.printf(
                "  curl -i %s/v1/tasks -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -H 'Idempotency-Key: first'"
                        + " -d '{\"role\":\"copywriter\",\"tier\":\"urgent\",\"input\":\"Write a slogan for a bakery.\"}'%n",
                stack.apiUrl(), tenant.apiKey());
        out.printf("  curl -N %s/v1/events -H 'Authorization: Bearer %s'%n", stack.apiUrl(), tenant.apiKey());
    }

    void parts(DaemonStatus status) {
        status.info().ifPresent(stack -> stack.parts().forEach(this::part));
        out.flush();
    }

    private void part(PartStatus part) {
        String state = "%-11s".formatted(part.state().name().toLowerCase(java.util.Locale.ROOT));
        String shown =
                switch (part.state()) {
                    case UP, EXTERNAL -> style.good(state);
                    case STARTING, DOWN -> style.dim(state);
                    case UNHEALTHY, RESTARTING -> style.bad(state);
                };
        out.printf(
                "  %-12s %s %8s %s  %s%n",
                part.name(),
                shown,
                part.pid() == 0 ? "" : Long.toString(part.pid()),
                part.restarts() == 0 ? "" : "restarted " + part.restarts() + " times",
                (part.url() + "  " + part.detail()).strip());
    }
}

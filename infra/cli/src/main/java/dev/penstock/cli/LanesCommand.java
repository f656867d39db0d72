package dev.penstock.cli;

import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.why.LanesText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code penstock lanes}. */
@Command(
        name = "lanes",
        description =
                "How a tenant's lanes stand: depth by tier, use of caps, the role's dispatch window, and how long the next task waits.")
final class LanesCommand implements Callable<Integer> {
    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ApiOptions.Access access = apiOptions.resolve();
        try (ApiClient api = new ApiClient(access.url())) {
            new LanesText(spec.commandLine().getOut(), terminalOptions.detect().style())
                    .print(access.read(api, "/v1/lanes"));
        }
        return ExitCodes.OK;
    }
}

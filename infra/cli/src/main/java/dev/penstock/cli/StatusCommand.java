package dev.penstock.cli;

import dev.penstock.local.Daemon;
import dev.penstock.local.DaemonStatus;
import dev.penstock.local.PartStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code penstock status}. */
@Command(
        name = "status",
        description = "How the background stack is, part by part.",
        footer = "Exits 0 when every part is up, 1 when one is not, 3 when no stack runs.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    FolderOption folder = new FolderOption();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path dir = folder.present();
        DaemonStatus status = Daemon.status(dir);
        out.println("%s over %s%s"
                .formatted(
                        status.phase().name().toLowerCase(Locale.ROOT),
                        dir,
                        status.detail().isBlank() ? "" : ": " + status.detail()));
        StackText text = new StackText(out, terminalOptions.detect().style());
        text.parts(status);
        status.info().ifPresent(stack -> text.howToUse(stack, dir));
        out.flush();
        if (status.info().isEmpty()) {
            out.println("Start it with './penstock up'.");
            out.flush();
            return ExitCodes.ENVIRONMENT;
        }
        return status.info().get().parts().stream().allMatch(StatusCommand::works) ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private static boolean works(PartStatus part) {
        return part.state() == PartStatus.State.UP || part.state() == PartStatus.State.EXTERNAL;
    }
}

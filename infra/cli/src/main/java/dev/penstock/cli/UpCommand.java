package dev.penstock.cli;

import dev.penstock.local.Daemon;
import dev.penstock.local.DaemonStatus;
import dev.penstock.local.LocalOptions;
import dev.penstock.local.Ports;
import dev.penstock.runtime.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock up}. */
@Command(name = "up", description = "Start a stack to work against, in the background. Its data stays in one folder.")
final class UpCommand implements Callable<Integer> {
    @Option(names = "--processes", description = "A JVM of its own for each app, supervised.")
    boolean processes;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "Port of the API; 0 takes a free one (8080, or what penstock.api.port says).")
    @Nullable
    Integer apiPort;

    @Option(names = "--free-ports", description = "Take free ports for everything.")
    boolean freePorts;

    @Mixin
    FolderOption folder = new FolderOption();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = terminalOptions.detect();
        Path dir = folder.path();
        if (!Folders.inUse(dir)) {
            DemoCommand.requireReady(dir);
        }
        LocalOptions options = LocalOptions.in(dir).configured(Settings.load()).withProcesses(processes);
        DaemonStatus status =
                Daemon.up(options.withPorts(ports(options.ports())), new PartLines(out, terminal.style()));
        StackText text = new StackText(out, terminal.style());
        status.info().ifPresent(stack -> text.howToUse(stack, dir));
        return ExitCodes.OK;
    }

    private Ports ports(Ports configured) {
        if (freePorts) {
            return Ports.FREE;
        }
        int api = apiPort == null ? configured.api() : apiPort;
        return new Ports(
                api,
                configured.kafka(),
                configured.postgres(),
                configured.redis(),
                configured.simulator(),
                configured.mongo());
    }
}

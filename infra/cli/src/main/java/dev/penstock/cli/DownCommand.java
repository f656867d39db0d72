package dev.penstock.cli;

import dev.penstock.local.Daemon;
import dev.penstock.local.DaemonStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code penstock down}. */
@Command(name = "down", description = "Stop the background stack in order. Its data stays.")
final class DownCommand implements Callable<Integer> {
    static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    FolderOption folder = new FolderOption();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path dir = folder.present();
        DaemonStatus before = Daemon.down(dir, LIMIT);
        out.println(
                switch (before.phase()) {
                    case ABSENT -> "Nothing runs over " + dir + ".";
                    case RUNNING, STARTING, STOPPING -> "Stopped. The data stays in " + dir + ".";
                    case FAILED -> "It had failed to start: " + before.detail();
                    case STALE -> "It had vanished; what was left of it is cleaned up. The data stays in " + dir + ".";
                });
        out.flush();
        return ExitCodes.OK;
    }
}

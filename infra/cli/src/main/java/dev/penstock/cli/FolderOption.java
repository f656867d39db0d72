package dev.penstock.cli;

import dev.penstock.local.Daemon;
import dev.penstock.local.DaemonStatus;
import dev.penstock.local.StackInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which local stack a subcommand is about. */
public final class FolderOption {
    /** The launcher's default: {@code .penstock} beside itself. */
    private static final String PROPERTY = "penstock.folder";

    private static final String KEPT_DEMO = "demo";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Folder of the stack's data and logs. Default: PENSTOCK_FOLDER, else .penstock beside this command.")
    @Nullable
    Path folder;

    /** The folder given, or the default. */
    public Path path() {
        if (folder != null) {
            return folder.toAbsolutePath().normalize();
        }
        String variable = System.getenv("PENSTOCK_FOLDER");
        String text = variable == null || variable.isBlank() ? System.getProperty(PROPERTY, ".penstock") : variable;
        return Path.of(text).toAbsolutePath().normalize();
    }

    /** Where a demo's stack lives that is kept. */
    public Path keptDemo() {
        return folder != null ? path() : path().resolve(KEPT_DEMO);
    }

    /** The folder to ask about: the one given; else the default, unless only a kept demo's stack is there. */
    public Path present() {
        return found().orElse(path());
    }

    /** The running stack; an error that says how to start one when none runs. */
    public StackInfo running() {
        return found().flatMap(at -> Daemon.status(at).info())
                .orElseThrow(() -> CliException.environment("No stack runs over " + path()
                        + ". Start one with './penstock up', or say which with --folder."));
    }

    private Optional<Path> found() {
        List<Path> candidates = folder != null ? List.of(path()) : List.of(path(), keptDemo());
        return candidates.stream()
                .filter(Files::isDirectory)
                .filter(at -> Daemon.status(at).phase() != DaemonStatus.Phase.ABSENT)
                .findFirst();
    }
}

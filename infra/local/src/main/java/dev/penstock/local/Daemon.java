package dev.penstock.local;

import dev.penstock.embedded.ForkOptions;
import dev.penstock.local.DaemonStatus.Phase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The stack as a background process: one supervisor JVM per folder, its log in {@code logs/supervisor.log} there. */
public final class Daemon {
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration LEFTOVERS_LIMIT = Duration.ofSeconds(15);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 100;

    private Daemon() {}

    /**
     * Starts the stack in the background and returns once it runs; what is already running over the folder is returned as it is.
     *
     * @throws LocalStackException when it cannot start, such as for a taken port; nothing is left running then
     */
    public static DaemonStatus up(LocalOptions options, StackListener listener) {
        DaemonStatus before = status(options.folder());
        return switch (before.phase()) {
            case RUNNING -> before;
            case STARTING -> follow(options.folder(), handle(before), listener);
            case STOPPING ->
                throw new LocalStackException("The stack over " + options.folder() + " is just stopping (process "
                        + before.pid() + "). Try again when it has.");
            case ABSENT, FAILED, STALE -> {
                clearLeftovers(options.folder());
                yield follow(options.folder(), launch(options), listener);
            }
        };
    }

    /**
     * Stops the background stack in order, and kills what has not ended within {@code limit}: only processes that it recorded as its own.
     *
     * @return how it was before
     */
    public static DaemonStatus down(Path folder, Duration limit) {
        DaemonStatus before = status(folder);
        Optional<ProcessHandle> supervisor = supervisor(folder);
        if (supervisor.isPresent()) {
            supervisor.get().destroy();
            if (!Processes.awaitEnd(supervisor.get(), limit)) {
                supervisor.get().destroyForcibly();
                Processes.awaitEnd(supervisor.get(), KILL_LIMIT);
            }
        }
        clearLeftovers(folder);
        return before;
    }

    /** How the background stack over {@code folder} is. */
    public static DaemonStatus status(Path folder) {
        Optional<DaemonState> read = DaemonState.read(new Layout(folder.toAbsolutePath()).daemon());
        if (read.isEmpty()) {
            return new DaemonStatus(Phase.ABSENT, Optional.empty(), 0, Instant.EPOCH, "not started");
        }
        DaemonState state = read.get();
        boolean alive = Processes.find(state.pid(), state.processStartedAt()).isPresent();
        if (alive && state.phase() != Phase.FAILED) {
            return new DaemonStatus(
                    state.phase(), Optional.of(state.info()), state.pid(), state.startedAt(), state.detail());
        }
        return state.phase() == Phase.FAILED
                ? new DaemonStatus(Phase.FAILED, Optional.empty(), state.pid(), state.startedAt(), state.detail())
                : new DaemonStatus(
                        Phase.STALE,
                        Optional.empty(),
                        state.pid(),
                        state.startedAt(),
                        "its process " + state.pid() + " has vanished; start it again to go on with the same data");
    }

    /** Ends what a vanished supervisor has left, and forgets it. Its children end by themselves soon; those that do not are killed. */
    private static void clearLeftovers(Path folder) {
        Layout layout = new Layout(folder.toAbsolutePath());
        DaemonState.read(layout.daemon()).ifPresent(state -> {
            List<ProcessHandle> children = state.info().parts().stream()
                    .filter(part -> part.pid() != state.pid() && part.pid() > 0)
                    .flatMap(part -> Processes.find(part.pid(), part.processStartedAt()).stream())
                    .toList();
            long deadline = System.nanoTime() + LEFTOVERS_LIMIT.toNanos();
            for (ProcessHandle child : children) {
                if (!Processes.awaitEnd(child, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                    child.destroyForcibly();
                    Processes.awaitEnd(child, KILL_LIMIT);
                }
            }
        });
        try {
            Files.deleteIfExists(layout.daemon());
        } catch (IOException e) {
            throw new LocalStackException("The file " + layout.daemon() + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static ProcessHandle launch(LocalOptions options) {
        Layout layout = new Layout(options.folder());
        ForkOptions jvm = new Jvms(options.memory(), layout).supervisor(options.processes());
        List<String> command = new ArrayList<>();
        // A session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
        setsid().ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm.jvmFlags());
        command.addAll(List.of(
                "-cp",
                jvm.classpath(),
                DaemonMain.class.getName(),
                layout.options().toString()));
        try {
            OptionsFile.write(layout.options(), options);
            Files.createDirectories(jvm.log().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(jvm.log().toFile()))
                    .start();
            return process.toHandle();
        } catch (IOException e) {
            throw new LocalStackException("The background process cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until the stack runs or has failed, and tells the listener of its parts meanwhile. */
    private static DaemonStatus follow(Path folder, ProcessHandle supervisor, StackListener listener) {
        PartsFollower follower = new PartsFollower(listener);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean alive = Processes.isAlive(supervisor);
            DaemonStatus now = status(folder);
            now.info().ifPresent(info -> follower.see(info.parts()));
            if (now.phase() == Phase.RUNNING) {
                return now;
            }
            if (!alive) {
                throw new LocalStackException(
                        now.phase() == Phase.FAILED
                                ? now.detail()
                                : "The background process has ended while starting; see "
                                        + new Layout(folder).log("supervisor") + ".");
            }
            pause();
        }
        down(folder, KILL_LIMIT);
        throw new LocalStackException("The stack has not started within " + START_LIMIT.toSeconds()
                + " s and was stopped; see " + new Layout(folder).log("supervisor") + ".");
    }

    private static Optional<ProcessHandle> supervisor(Path folder) {
        return DaemonState.read(new Layout(folder.toAbsolutePath()).daemon())
                .flatMap(state -> Processes.find(state.pid(), state.processStartedAt()));
    }

    private static ProcessHandle handle(DaemonStatus status) {
        return ProcessHandle.of(status.pid())
                .orElseThrow(() -> new LocalStackException("The stack has just ended. Try again."));
    }

    private static Optional<String> setsid() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while the stack starts; it goes on in the background.", e);
        }
    }
}

package dev.penstock.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM started by this one with the same {@code java}. Its standard input is a pipe from here: when that ends, by {@link #stop} or because
 * this JVM is gone, even by kill -9, a main class that called {@link ParentWatch#start} stops too.
 */
public final class ForkedJvm {
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int LOG_TAIL_LINES = 15;

    /** Ctrl-C goes to all of a terminal's processes, but it is for this JVM to decide in which order they end. */
    private static final List<String> DEAF_TO_CTRL_C = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private final Process process;
    private final Path log;

    private ForkedJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code mainClass} with {@code args}. */
    public static ForkedJvm start(String mainClass, List<String> args, ForkOptions options) {
        List<String> command = new ArrayList<>(Files.isExecutable(Path.of("/bin/sh")) ? DEAF_TO_CTRL_C : List.of());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options.jvmFlags());
        command.add("-cp");
        command.add(options.classpath());
        command.add(mainClass);
        command.addAll(args);
        try {
            Files.createDirectories(options.log().toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(options.log().toFile()))
                    .start();
            return new ForkedJvm(process, options.log());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + mainClass, e);
        }
    }

    public Process process() {
        return process;
    }

    /**
     * Returns once {@code ready} holds.
     *
     * @throws IllegalStateException when the process ends before, or {@code limit} passes; the message carries the end of its log
     */
    public void awaitReady(String what, Duration limit, Await.Condition ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds(ready)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The process of " + what + " ended with status " + process.exitValue()
                        + " while starting. " + tail());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while waiting for " + what + " to start.");
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Waited " + limit.toSeconds() + " s in vain for " + what + " to start. " + tail());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Asks it to end, and kills it when it has not within {@code limit}. */
    public void stop(Duration limit) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken because the process is gone already, or going: what is waited for next.
            process.destroy();
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean holds(Await.Condition ready) {
        try {
            return ready.holds();
        } catch (Exception e) {
            return false;
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "Its log " + log + " ends with:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException | UncheckedIOException e) {
            return "Its log " + log + " cannot be read: " + e.getMessage();
        }
    }
}

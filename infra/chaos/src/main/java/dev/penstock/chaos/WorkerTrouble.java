package dev.penstock.chaos;

import dev.penstock.local.LocalStack;
import dev.penstock.local.PartStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What was done to a worker process.
 *
 * @param pidBefore the process that it was done to; 0 for none
 * @param pidAfter the process that did its work then; 0 when none did in time
 * @param running attempts that it had just before
 * @param away from when it was told until it was gone, or for as long as it was stopped
 * @param evidenced whether it is certain that it happened
 */
public record WorkerTrouble(
        WorkerFault fault, long pidBefore, long pidAfter, long running, Duration away, boolean evidenced) {
    private static final Duration GONE_LIMIT = Duration.ofSeconds(60);
    private static final Duration BACK_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Past the end of every lease, and of the engine's looking for them. */
    private static final Duration PAST_LEASE = Duration.ofSeconds(5);

    private static final String WORKERS = "workers";

    /** Does it, and returns once the part does its work again. */
    static WorkerTrouble make(WorkerFault fault, LocalStack stack, Duration lease, Consumer<String> progress)
            throws IOException, InterruptedException {
        PartStatus part = stack.info().part(WORKERS).orElseThrow();
        long pid = part.pid();
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (fault == WorkerFault.NONE || fault == WorkerFault.CANCEL) {
            return new WorkerTrouble(fault, pid, pid, WorkerProbe.running(part), Duration.ZERO, true);
        }
        if (process.isEmpty() || pid == ProcessHandle.current().pid()) {
            return new WorkerTrouble(fault, 0, 0, 0, Duration.ZERO, false);
        }
        long running = WorkerProbe.running(part);
        progress.accept("%s: process %d with %,d attempts".formatted(fault.code(), pid, running));
        long begin = System.nanoTime();
        switch (fault) {
            case KILL -> process.get().destroyForcibly();
            case DRAIN -> process.get().destroy();
            case PAUSE -> pause(pid, lease.plus(PAST_LEASE));
            case NONE, CANCEL -> throw new IllegalStateException("Expected a fault of the process");
        }
        if (fault == WorkerFault.PAUSE) {
            Duration away = Duration.ofNanos(System.nanoTime() - begin);
            return new WorkerTrouble(
                    fault, pid, pid, running, away, process.get().isAlive());
        }
        awaitEnd(process.get());
        Duration away = Duration.ofNanos(System.nanoTime() - begin);
        long after = awaitOther(stack, pid);
        return new WorkerTrouble(fault, pid, after, running, away, after > 0);
    }

    private static void pause(long pid, Duration time) throws IOException, InterruptedException {
        signal("-STOP", pid);
        try {
            Thread.sleep(time);
        } finally {
            signal("-CONT", pid);
        }
    }

    private static void signal(String signal, long pid) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
        boolean interrupted = Thread.interrupted();
        try {
            if (!kill.waitFor(LOOK.toMillis() * 100, TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw new IOException("kill " + signal + " " + pid + " did not work");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        long deadline = System.nanoTime() + GONE_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
        }
    }

    private static long awaitOther(LocalStack stack, long before) throws InterruptedException {
        long deadline = System.nanoTime() + BACK_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            PartStatus now = stack.info().part(WORKERS).orElseThrow();
            if (now.state() == PartStatus.State.UP && now.pid() > 0 && now.pid() != before) {
                return now.pid();
            }
            Thread.sleep(LOOK);
        }
        return 0;
    }
}

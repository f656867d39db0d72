package dev.penstock.chaos;

import dev.penstock.local.LocalStack;
import dev.penstock.local.PartStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Carries a plan out on a running stack: SIGKILL, then waits aside for the supervisor to bring the part back. */
final class Killer implements AutoCloseable {
    /** A part that was killed before may be away still. */
    private static final Duration UP_LIMIT = Duration.ofSeconds(60);

    private static final Duration BACK_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final LocalStack stack;
    private final IntSupplier handedIn;
    private final Consumer<String> progress;
    private final List<Future<Fault>> faults = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean over;

    /** @param handedIn how many tasks are by now */
    Killer(LocalStack stack, IntSupplier handedIn, Consumer<String> progress) {
        this.stack = stack;
        this.handedIn = handedIn;
        this.progress = progress;
    }

    /** Returns when the last has been killed. */
    void run(KillPlan plan) throws InterruptedException {
        for (KillPlan.Kill kill : plan.kills()) {
            while (handedIn.getAsInt() < kill.afterTasks() && !over) {
                Thread.sleep(LOOK);
            }
            if (handedIn.getAsInt() >= kill.afterTasks()) {
                kill(kill.part());
            }
        }
    }

    /** No task is handed in any more, so those kills that wait for more are left out. */
    void noMore() {
        over = true;
    }

    /** The faults of all kills, once each part is back or was waited for in vain. */
    List<Fault> faults() throws InterruptedException {
        List<Fault> done = new ArrayList<>();
        for (Future<Fault> fault : faults) {
            try {
                done.add(fault.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A kill could not be followed", e.getCause());
            }
        }
        return done;
    }

    private void kill(String part) throws InterruptedException {
        int after = handedIn.getAsInt();
        Optional<PartStatus> up = await(part, UP_LIMIT, 0);
        long pid = up.map(PartStatus::pid).orElse(0L);
        if (pid <= 0 || pid == ProcessHandle.current().pid()) {
            progress.accept("after %,d tasks: %s has no process to kill".formatted(after, part));
            faults.add(threads.submit(() -> new Fault(part, after, 0, 0, Duration.ZERO)));
            return;
        }
        long killedAt = System.nanoTime();
        // SIGKILL, and to this process alone.
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        progress.accept("after %,d tasks: kill -9 %s (process %d)".formatted(after, part, pid));
        faults.add(threads.submit(() -> follow(part, after, pid, killedAt)));
    }

    private Fault follow(String part, int after, long pid, long killedAt) throws InterruptedException {
        long next = await(part, BACK_LIMIT, pid).map(PartStatus::pid).orElse(0L);
        return new Fault(part, after, pid, next, Duration.ofNanos(System.nanoTime() - killedAt));
    }

    /** The part once it is up in another process than {@code before}; empty when it is not in time. */
    private Optional<PartStatus> await(String part, Duration limit, long before) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<PartStatus> now = stack.info()
                    .part(part)
                    .filter(status -> status.state() == PartStatus.State.UP && status.pid() > 0)
                    .filter(status -> status.pid() != before);
            if (now.isPresent()) {
                return now;
            }
            Thread.sleep(LOOK);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

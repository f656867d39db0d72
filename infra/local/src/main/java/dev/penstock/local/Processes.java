package dev.penstock.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Processes told apart by number and start time, since a number alone may belong to a stranger by now. */
final class Processes {
    // The system reckons start times from its boot time, which shifts a little when its clock is set.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 50_000_000;

    private Processes() {}

    /** When {@code process} began; the epoch where the system does not tell. */
    static Instant startedAt(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** The live process {@code pid}, if it began at {@code startedAt}. */
    static Optional<ProcessHandle> find(long pid, Instant startedAt) {
        return ProcessHandle.of(pid)
                .filter(Processes::isAlive)
                .filter(process -> startedAt(process).minus(TOLERANCE).isBefore(startedAt)
                        && startedAt.isBefore(startedAt(process).plus(TOLERANCE)));
    }

    /** Whether it runs: one that ended but was not yet collected by its parent does not. */
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    /** Waits until {@code process} has ended; false when it has not within {@code limit}. */
    static boolean awaitEnd(ProcessHandle process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive(process)) {
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(stat);
            // The state follows the command, which is in parentheses and may hold some of its own.
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException e) {
            // No such system, or the process is gone: isAlive has the word.
            return false;
        }
    }
}

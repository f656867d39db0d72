package dev.penstock.local;

import dev.penstock.local.DaemonStatus.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The supervisor in the background: {@code DaemonMain OPTIONS_FILE}. Runs the stack until it is told to end, and writes down how it is. */
public final class DaemonMain {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonMain.class);
    private static final Duration WRITE_INTERVAL = Duration.ofMillis(500);

    private final Path file;
    private final RunningStack stack;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Phase phase = Phase.STARTING;
    private DaemonState written;

    private DaemonMain(LocalOptions options) {
        file = new Layout(options.folder()).daemon();
        stack = new RunningStack(options, StackListener.SILENT);
        ProcessHandle self = ProcessHandle.current();
        written =
                new DaemonState(phase, self.pid(), Processes.startedAt(self), Instant.now(), "starting", stack.info());
    }

    public static void main(String[] args) throws IOException {
        new DaemonMain(OptionsFile.read(Path.of(args[0]))).run();
    }

    private void run() {
        written.write(file);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stack-shutdown"));
        Thread.ofPlatform().daemon().name("state-file").start(this::keepWriting);
        try {
            stack.start();
        } catch (LocalStackException e) {
            LOG.error("The stack cannot start", e);
            fail(String.valueOf(e.getMessage()));
            System.exit(1);
        }
        phase = Phase.RUNNING;
        LOG.info("The stack runs; its API is {}", stack.apiUrl());
        // The shutdown hook ends it; until then parts come and go without this thread.
        boolean interrupted = false;
        while (stopped.getCount() > 0 && !interrupted) {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private void keepWriting() {
        try {
            while (phase != Phase.FAILED && stopped.getCount() > 0) {
                write(phase, phase.name().toLowerCase(java.util.Locale.ROOT));
                Thread.sleep(WRITE_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void write(Phase now, String detail) {
        DaemonState fresh = written.in(now, detail, stack.info());
        if (!fresh.equals(written) && phase != Phase.FAILED && stopped.getCount() > 0) {
            fresh.write(file);
            written = fresh;
        }
    }

    private synchronized void fail(String why) {
        written.in(Phase.FAILED, why, stack.info()).write(file);
        phase = Phase.FAILED;
    }

    private void stop() {
        if (phase == Phase.FAILED) {
            return;
        }
        phase = Phase.STOPPING;
        stack.close();
        synchronized (this) {
            stopped.countDown();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("The state file {} cannot be deleted; the next start will call it stale", file, e);
            }
        }
    }
}

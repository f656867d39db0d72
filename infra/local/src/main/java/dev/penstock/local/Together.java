package dev.penstock.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs done side by side. */
final class Together {
    private static final Logger LOG = LoggerFactory.getLogger(Together.class);

    private Together() {}

    /** Waits for all, then throws what the first that failed threw. */
    static void run(List<Callable<@Nullable Void>> jobs) throws Exception {
        @Nullable Exception failure = null;
        for (Future<@Nullable Void> job : start(jobs)) {
            try {
                job.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for all; failures are logged, since what is to be stopped next must be stopped all the same. */
    static void quietly(List<Callable<@Nullable Void>> jobs) {
        try {
            run(jobs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("A part did not stop in order", e);
        }
    }

    /** What went wrong in one line, from the innermost cause that says something. */
    static String message(Throwable failure) {
        Throwable said = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                said = cause;
            }
        }
        return said == failure || failure.getMessage() == null
                ? String.valueOf(said.getMessage())
                : failure.getMessage() + " (" + said.getMessage() + ")";
    }

    private static List<Future<@Nullable Void>> start(List<Callable<@Nullable Void>> jobs) throws InterruptedException {
        List<Future<@Nullable Void>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("local-stack-", 0).factory())) {
            jobs.forEach(job -> futures.add(threads.submit(job)));
        }
        return futures;
    }
}

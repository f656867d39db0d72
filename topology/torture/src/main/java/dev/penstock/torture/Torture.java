package dev.penstock.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Runs seeded schedules by the thousand. Each is a world of its own on one thread, and the same whenever it is run; what threads share is the
 * next seed. A violation ends its schedule, not the run.
 */
public final class Torture {
    private static final long MILLIS_BETWEEN_REPORTS = 500;

    private final TortureOptions options;
    private final Schedule.Maker maker;
    private final AtomicLong nextSeed;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong violating = new AtomicLong();
    private final List<Violation> violations = new ArrayList<>();
    private volatile boolean stopped;

    private Torture(TortureOptions options, Schedule.Maker maker) {
        this.options = options;
        this.maker = maker;
        this.nextSeed = new AtomicLong(options.firstSeed());
    }

    /**
     * Runs until all is done or the calling thread is interrupted; then the report is of what was done so far, and the thread stays interrupted.
     *
     * @param listener is told now and then how far it has come, and at the end, on the calling thread
     * @throws IllegalStateException when a schedule brought the JVM into trouble, such as a want of memory
     */
    public static TortureReport run(TortureOptions options, Consumer<TortureProgress> listener) {
        return run(options, listener, (seed, coverage) -> new Simulation(seed, options.leastSteps(), coverage));
    }

    static TortureReport run(TortureOptions options, Consumer<TortureProgress> listener, Schedule.Maker maker) {
        return new Torture(options, maker).run(listener);
    }

    private TortureReport run(Consumer<TortureProgress> listener) {
        long begun = System.nanoTime();
        Duration cpuBefore = cpu();
        List<Future<Share>> shares = new ArrayList<>();
        // Daemons: a schedule that never ends must not keep the process from ending.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                options.threads(),
                Thread.ofPlatform().name("torture-", 0).daemon().factory())) {
            for (int i = 0; i < options.threads(); i++) {
                shares.add(threads.submit(this::share));
            }
            threads.shutdown();
            boolean interrupted = false;
            while (!threads.isTerminated()) {
                try {
                    if (!threads.awaitTermination(MILLIS_BETWEEN_REPORTS, TimeUnit.MILLISECONDS)) {
                        listener.accept(progress(begun));
                    }
                } catch (InterruptedException e) {
                    stopped = true;
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        } finally {
            stopped = true;
        }
        listener.accept(progress(begun));
        return report(shares, begun, cpuBefore);
    }

    /** What one thread has seen. */
    private static final class Share {
        final Coverage coverage = new Coverage();
        long events;
        long leastSteps = Long.MAX_VALUE;
    }

    private Share share() {
        Share share = new Share();
        long end = options.firstSeed() + options.schedules();
        for (long seed = nextSeed.getAndIncrement(); seed < end && !stopped; seed = nextSeed.getAndIncrement()) {
            Schedule schedule = maker.make(seed, share.coverage);
            try {
                schedule.run();
                share.leastSteps = Math.min(share.leastSteps, schedule.steps());
            } catch (RuntimeException e) {
                violated(Violation.of(seed, e));
            } catch (Error e) {
                stopped = true;
                throw new IllegalStateException("The schedule of seed " + seed + " could not be run", e);
            }
            share.events += schedule.events();
            steps.addAndGet(schedule.steps());
            done.incrementAndGet();
        }
        return share;
    }

    private void violated(Violation violation) {
        violating.incrementAndGet();
        synchronized (violations) {
            if (violations.size() < TortureReport.MAX_VIOLATIONS) {
                violations.add(violation);
            }
        }
    }

    private TortureProgress progress(long begun) {
        return new TortureProgress(done.get(), options.schedules(), steps.get(), violating.get(), secondsSince(begun));
    }

    private TortureReport report(List<Future<Share>> shares, long begun, Duration cpuBefore) {
        TreeMap<String, Long> coverage = new TreeMap<>();
        long events = 0;
        long least = Long.MAX_VALUE;
        for (Future<Share> ended : shares) {
            if (ended.state() == Future.State.FAILED) {
                throw new IllegalStateException(ended.exceptionNow().getMessage(), ended.exceptionNow());
            }
            Share share = ended.resultNow();
            share.coverage.counts().forEach((what, count) -> coverage.merge(what, count, Long::sum));
            events += share.events;
            least = Math.min(least, share.leastSteps);
        }
        violations.sort(Comparator.comparingLong(Violation::seed));
        return new TortureReport(
                options,
                done.get(),
                steps.get(),
                least == Long.MAX_VALUE ? 0 : least,
                events,
                coverage,
                violating.get(),
                List.copyOf(violations),
                secondsSince(begun),
                cpu().minus(cpuBefore).toNanos() / 1e9);
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Of the process so far; zero where the platform does not say. */
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}

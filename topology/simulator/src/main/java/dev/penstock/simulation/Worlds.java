package dev.penstock.simulation;

import dev.penstock.simulation.world.Tally;
import dev.penstock.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs worlds beside each other, as many at once as there are processors. */
final class Worlds {
    private static final long PROGRESS_MILLIS = 1_000;

    private Worlds() {}

    /** @return what each counted, in the order given */
    static List<Tally> run(List<World> worlds, long total, Consumer<Progress> listener) throws InterruptedException {
        long start = System.nanoTime();
        int threads = Math.min(worlds.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("simulation-", 0).daemon().factory());
        try {
            List<Future<Tally>> running = new ArrayList<>();
            for (World world : worlds) {
                running.add(executor.submit(world::run));
            }
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> world : running) {
                while (!endsSoon(world)) {
                    listener.accept(progress(worlds, total, start));
                }
                tallies.add(result(world));
            }
            listener.accept(progress(worlds, total, start));
            return tallies;
        } finally {
            executor.shutdownNow();
        }
    }

    private static boolean endsSoon(Future<Tally> world) throws InterruptedException {
        try {
            world.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A slot's simulation failed", e.getCause());
        }
    }

    private static Tally result(Future<Tally> ended) {
        return ended.resultNow();
    }

    private static Progress progress(List<World> worlds, long total, long startNanos) {
        long done = 0;
        long millis = 0;
        for (World world : worlds) {
            done += world.ended();
            millis += world.simulatedMillis();
        }
        double seconds = Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9);
        return new Progress(done, total, millis / worlds.size(), done / seconds);
    }
}

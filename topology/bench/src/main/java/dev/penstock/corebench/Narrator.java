package dev.penstock.corebench;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Tells in short lines how far JMH has come. What JMH says besides is for its own terminal. */
final class Narrator implements OutputFormat {
    private final Consumer<String> lines;
    private String name = "";

    Narrator(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        name = CoreBench.name(params);
        lines.accept(name);
    }

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult result) {
        boolean warmUp = params.getType() == IterationType.WARMUP;
        lines.accept(String.format(
                Locale.ROOT,
                "%s: %s %d of %d: %,.0f/s",
                name,
                warmUp ? "warm-up" : "iteration",
                iteration,
                params.getCount(),
                result.getPrimaryResult().getScore()));
    }

    /** What a measured JVM prints: how far its preparations are, or why it failed. */
    @Override
    public void write(byte[] bytes) {
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(lines);
    }

    @Override
    public void write(int character) {
        // Is called for ends of lines only.
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

    @Override
    public void endBenchmark(BenchmarkResult result) {}

    @Override
    public void startRun() {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void print(String text) {}

    @Override
    public void println(String line) {}

    @Override
    public void verbosePrintln(String line) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

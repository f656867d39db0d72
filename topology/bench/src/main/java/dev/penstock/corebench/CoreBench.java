package dev.penstock.corebench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** The benchmarks of the core, each in a JVM of its own that is started with this one's class path. */
public final class CoreBench {
    static final String LANES = "lanes";
    static final String QUEUED = "queued";

    /** What a JVM started for a benchmark must be told too, lest it logs every step. */
    private static final String LOGGING = "logback.configurationFile";

    private CoreBench() {}

    /**
     * Runs all benchmarks, one after the other.
     *
     * @param quick fewer lanes and tasks for a shorter time: shows that they run, and little more
     * @param progress is told in a line what is being done
     */
    public static CoreReport run(boolean quick, Consumer<String> progress) throws RunnerException {
        ChainedOptionsBuilder options = options();
        if (quick) {
            options.param(LANES, "10", "1000")
                    .param(QUEUED, "0", "100000")
                    .warmupIterations(1)
                    .warmupTime(TimeValue.seconds(2))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.seconds(2));
        }
        String logging = System.getProperty(LOGGING);
        if (logging != null) {
            options.jvmArgsAppend("-D" + LOGGING + "=" + logging);
        }
        return run(options, quick, progress);
    }

    static ChainedOptionsBuilder options() {
        return new OptionsBuilder()
                .include(exactly(DecisionsBenchmark.class))
                .include(exactly(RocksDbBenchmark.class))
                .shouldFailOnError(true);
    }

    static CoreReport run(ChainedOptionsBuilder options, boolean quick, Consumer<String> progress)
            throws RunnerException {
        Collection<RunResult> results = new Runner(options.build(), new Narrator(progress)).run();
        List<CoreReport.Figure> inMemory = results.stream()
                .filter(CoreBench::inMemory)
                .map(CoreBench::figure)
                .toList();
        List<CoreReport.Figure> onDisk = results.stream()
                .filter(result -> !inMemory(result))
                .map(CoreBench::figure)
                .toList();
        return new CoreReport(
                Runtime.getRuntime().availableProcessors(), Runtime.version().toString(), quick, inMemory, onDisk);
    }

    /** What is measured, for people. */
    static String name(BenchmarkParams params) {
        return (inMemory(params) ? "rows in memory" : "RocksDB")
                + String.format(Locale.ROOT, ", %,d lanes, %,d more queued", lanes(params), queued(params));
    }

    private static String exactly(Class<?> benchmark) {
        return benchmark.getName().replace(".", "\\.") + "\\..*";
    }

    private static boolean inMemory(RunResult result) {
        return inMemory(result.getParams());
    }

    private static boolean inMemory(BenchmarkParams params) {
        return params.getBenchmark().startsWith(DecisionsBenchmark.class.getName() + ".");
    }

    private static int lanes(BenchmarkParams params) {
        return inMemory(params) ? Integer.parseInt(params.getParam(LANES)) : RocksDbBenchmark.LANES;
    }

    private static int queued(BenchmarkParams params) {
        return Integer.parseInt(params.getParam(QUEUED));
    }

    private static CoreReport.Figure figure(RunResult result) {
        Statistics iterations = result.getPrimaryResult().getStatistics();
        return new CoreReport.Figure(
                lanes(result.getParams()),
                queued(result.getParams()),
                iterations.getMean(),
                iterations.getMin(),
                iterations.getMax());
    }
}

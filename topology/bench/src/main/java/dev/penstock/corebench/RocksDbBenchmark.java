package dev.penstock.corebench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Commands a second through admission's topology with its stores on disk: from the bytes of commands to committed events, dispatches and
 * changelogs, with {@link StreamsSlot#COMMANDS_PER_COMMIT} commands in a transaction. What brokers and the network add is not in it, nor the
 * making of commands and the reading of what came of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
        value = 1,
        jvmArgs = {
            "-Xms6g",
            "-Xmx6g",
            "-XX:+UseSerialGC",
            "-XX:+UseTransparentHugePages",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class RocksDbBenchmark {
    static final int LANES = 1_000;

    @Param({"0", "1000000"})
    int queued;

    private @Nullable StreamsSlot slot;

    @Setup(Level.Trial)
    public void fill() throws IOException {
        slot = new StreamsSlot(new Shape(LANES, queued));
        slot.fill();
    }

    /** A transaction takes tens of milliseconds, so that timing each alone costs nothing that could be seen. */
    @Setup(Level.Invocation)
    public void prepare() {
        slot().prepare();
    }

    @Benchmark
    @OperationsPerInvocation(StreamsSlot.COMMANDS_PER_COMMIT)
    public void commit() {
        slot().commit();
    }

    @TearDown(Level.Invocation)
    public void absorb() {
        slot().absorb();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        slot().close();
    }

    private StreamsSlot slot() {
        if (slot == null) {
            throw new IllegalStateException("The slot is not set up");
        }
        return slot;
    }
}

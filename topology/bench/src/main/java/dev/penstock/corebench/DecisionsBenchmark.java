package dev.penstock.corebench;

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
 * Commands a second that an engine decides on in one thread with all limits on and its rows in memory, by lanes and by tasks that wait behind
 * caps. The making of commands is part of it. The collector is the serial one, so that what garbage costs falls to the same core.
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
            "--sun-misc-unsafe-memory-access=allow"
        })
public class DecisionsBenchmark {
    static final int BATCH = 1_000;

    @Param({"10", "100", "1000", "10000"})
    int lanes;

    @Param({"0", "1000000"})
    int queued;

    private @Nullable MemorySlot slot;

    @Setup(Level.Trial)
    public void fill() {
        slot = new MemorySlot(new Shape(lanes, queued));
        slot.fill();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decide() {
        slot().run(BATCH);
    }

    @TearDown(Level.Trial)
    public void check() {
        slot().checkSteady();
    }

    private MemorySlot slot() {
        if (slot == null) {
            throw new IllegalStateException("The slot is not set up");
        }
        return slot;
    }
}

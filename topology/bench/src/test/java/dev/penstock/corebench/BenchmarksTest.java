package dev.penstock.corebench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Engine;
import dev.penstock.admission.Hold;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.TimeValue;

/** That the benchmarks run, and measure what they say. How fast is not asked here. */
class BenchmarksTest {

    @Test
    void shouldRunEachBenchmark() throws Exception {
        List<String> said = new ArrayList<>();
        CoreReport report = CoreBench.run(
                CoreBench.options()
                        .param(CoreBench.LANES, "10")
                        .param(CoreBench.QUEUED, "0")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1)),
                true,
                said::add);

        assertThat(report.inMemory()).singleElement().satisfies(figure -> {
            assertThat(figure.lanes()).isEqualTo(10);
            assertThat(figure.perSecond()).isPositive();
        });
        assertThat(report.onDisk()).singleElement().satisfies(figure -> {
            assertThat(figure.lanes()).isEqualTo(RocksDbBenchmark.LANES);
            assertThat(figure.perSecond()).isPositive();
        });
        assertThat(said).contains("rows in memory, 10 lanes, 0 more queued", "RocksDB, 1,000 lanes, 0 more queued");
    }

    @Test
    void shouldKeepAsManyTasksAsItBeganWith() {
        Shape shape = new Shape(100, 2_000);
        MemorySlot slot = new MemorySlot(shape);
        slot.fill();
        Engine.Summary before = slot.summary();
        slot.run(60_000);
        slot.checkSteady();

        Engine.Summary after = slot.summary();
        assertThat(before.queued() + before.granted()).isEqualTo(shape.tasks());
        assertThat(after.running()).as("all roles but not all lanes at work").isBetween(1_000L, 3_000L);
        assertThat(after.queued()).as("what waits behind caps").isGreaterThan(2_000);
        assertThat(after.waiting()).as("in back-off").isPositive();
        assertThat(after.markers()).as("ended").isGreaterThan(10_000);
    }

    @Test
    void shouldHoldLanesAtTheirMonthsTasksAndTenantsAtTheirBudgets() {
        Shape shape = new Shape(100, 0);
        MemorySlot slot = new MemorySlot(shape);
        slot.fill();
        slot.run(60_000);

        assertThat(slot.tenant("tenant-1").lanes())
                .filteredOn(lane -> lane.role().equals("game-tester"))
                .singleElement()
                .satisfies(lane -> assertThat(lane.holds()).hasAtLeastOneElementOfType(Hold.MonthlyTasks.class));
        assertThat(slot.tenant("tenant-9").spentMicros()).isEqualTo(Shape.COST_MICROS);
        assertThat(slot.tenant("tenant-9").live()).isZero();
        assertThat(slot.tenant("tenant-8").spentMicros()).isGreaterThan(100 * Shape.COST_MICROS);
    }
}

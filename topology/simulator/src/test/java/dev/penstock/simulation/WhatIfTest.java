package dev.penstock.simulation;

import static dev.penstock.simulation.WrittenLog.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import dev.penstock.simulation.measure.LaneKey;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TenantFigures;
import dev.penstock.simulation.model.Model;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.report.WhatIfReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WhatIfTest {
    private static final int MANY = 1_000;
    private static final int SECOND = 1_000;

    /** Two tenants in two slots, forty tasks each, a cap of one and three: 5 s a task, so the first waits for minutes. */
    private static WrittenLog busy(WrittenLog.Worker worker, int places) {
        WrittenLog log = new WrittenLog(2, places, worker)
                .configure(0, 0, "acme", 1, 1, TenantLimits.NONE)
                .configure(1, 0, "bolt", 1, 3, TenantLimits.NONE);
        Tier[] tiers = Tier.values();
        for (int i = 0; i < 40; i++) {
            log.submit(0, 1_000 + 700L * i, "acme", i, tiers[i % 3], TaskOptions.NONE);
            log.submit(1, 1_000 + 900L * i, "bolt", 100 + i, Tier.NORMAL, TaskOptions.NONE);
        }
        return log;
    }

    private static PolicyChanges changes(String... lines) {
        return PolicyChanges.parse(List.of(lines));
    }

    private static WhatIfReport run(Recording recording, String... lines) throws InterruptedException {
        return WhatIf.run(recording, changes(lines), Map.of(), at -> {});
    }

    private static Measured modelled(WhatIfReport report) {
        return report.model().measured();
    }

    private static Measured changed(WhatIfReport report) {
        return report.changed().measured();
    }

    private static void assertAccountedFor(Measured measured) {
        TenantFigures all = measured.total();
        assertThat(measured.openAtStart() + all.accepted)
                .isEqualTo(all.succeeded + all.dead + all.cancelled + all.expired + all.unfinished);
    }

    /** Ends in all the ways there are: success, failure once or always, deferral, silence. */
    private static final class Moody implements WrittenLog.Worker {
        @Override
        public long millis(UUID task, int attempt, int start) {
            return 500 + 37L * task.getLeastSignificantBits() % 4_000 + 250L * attempt;
        }

        @Override
        public Command end(Event.TaskRef task, int attempt, int start) {
            long number = task.taskId().getLeastSignificantBits();
            if (number % 10 == 3 && start == 0) {
                return WrittenLog.deferred(task, attempt);
            }
            if (number % 10 == 5 && attempt == 1 || number % 20 == 7) {
                return WrittenLog.failed(task, attempt, 300);
            }
            if (number % 20 == 9 && attempt == 1) {
                return new Command.Tick();
            }
            return WrittenLog.succeeded(task, attempt, 1_000 + number);
        }
    }

    @Test
    void shouldMakeOfTheRecordWhatItWas() throws InterruptedException {
        Recording recording = busy(new Moody(), MANY).until(300 * SECOND).record(0);
        TenantFigures recorded = recording.recorded().total();
        assertThat(recorded.accepted).isEqualTo(80);
        assertThat(recorded.dead).isEqualTo(4);
        assertThat(recorded.succeeded).isEqualTo(76);
        assertThat(recorded.attempts).isGreaterThan(100);

        WhatIfReport report = run(recording);
        for (Measured column : List.of(modelled(report), changed(report))) {
            TenantFigures all = column.total();
            assertThat(all.succeeded).isEqualTo(recorded.succeeded);
            assertThat(all.dead).isEqualTo(recorded.dead);
            assertThat(all.attempts).isEqualTo(recorded.attempts);
            assertThat(all.costMicros).isEqualTo(recorded.costMicros);
            for (double q : new double[] {0.5, 0.95, 0.99}) {
                assertThat((double) column.waits().percentile(q))
                        .isCloseTo(recording.recorded().waits().percentile(q), within(200.0));
            }
        }
        assertThat(report.changed().estimated()).isEmpty();
        assertThat(report.winners()).isEmpty();
        assertThat(report.losers()).isEmpty();
    }

    @Test
    void shouldSeeALogOfItsOwnMakingAsItMadeIt() throws InterruptedException {
        Recording recording = busy(new Moody(), MANY).until(300 * SECOND).record(0);
        List<WrittenLog.Entry> made = new ArrayList<>();
        Map<String, Integer> unlimited = Map.of(WrittenLog.ROLE, Integer.MAX_VALUE);
        Measured first = new Model(
                        recording,
                        changes("plan.*.role.*.cap = x2"),
                        unlimited,
                        (slot, at, command) -> made.add(new WrittenLog.Entry(slot, at, command)))
                .run(asked -> {})
                .measured();

        Recording again = WrittenLog.record(made, 2, BEGIN);
        assertThat(again.recorded().total()).usingRecursiveComparison().isEqualTo(first.total());
        assertThat(again.recorded().waits().mean()).isEqualTo(first.waits().mean());
        Measured second = new Model(again, PolicyChanges.NONE, unlimited, (slot, at, command) -> {})
                .run(asked -> {})
                .measured();
        assertThat(second.total()).usingRecursiveComparison().isEqualTo(first.total());
        assertThat(second.waits().mean()).isCloseTo(first.waits().mean(), within(20.0));
    }

    @Test
    void shouldShortenWaitsWhereACapIsRaised() throws InterruptedException {
        Recording recording =
                busy(WrittenLog.steady(5 * SECOND), MANY).until(300 * SECOND).record(0);
        WhatIfReport report = run(recording, "tenant.acme.role.copywriter.cap = 8");
        assertThat(modelled(report).tenant("acme").waits.percentile(0.95)).isGreaterThan(150 * SECOND);
        assertThat(changed(report).tenant("acme").waits.percentile(0.95)).isLessThan(15 * SECOND);
        assertThat(changed(report).tenant("bolt").waits.mean())
                .isEqualTo(modelled(report).tenant("bolt").waits.mean());
        LaneKey lane = new LaneKey("acme", WrittenLog.ROLE);
        assertThat(modelled(report).lanes().get(lane).live()).isEqualTo(1);
        assertThat(changed(report).lanes().get(lane).cap()).isEqualTo(8);
        assertThat(changed(report).lanes().get(lane).live()).isBetween(5, 8);
        assertThat(report.winners()).extracting(WhatIfReport.Shift::tenant).containsExactly("acme");
        assertThat(report.effects()).extracting(PolicyChanges.Effect::changed).containsExactly(1);
        assertThat(report.render()).contains("tenant.acme.role.copywriter.cap = 8", "as many as needed", "gain most");
    }

    @Test
    void shouldBoundARoleOverAllTenants() throws InterruptedException {
        Recording recording =
                busy(WrittenLog.steady(5 * SECOND), MANY).until(600 * SECOND).record(15 * SECOND);
        WhatIfReport report = run(recording, "role.copywriter.cap = 2");
        assertThat(report.model().most()).containsEntry(WrittenLog.ROLE, 4);
        // One for each slot, besides what ran when the window began.
        assertThat(changed(report)
                        .lanes()
                        .get(new LaneKey("bolt", WrittenLog.ROLE))
                        .live())
                .isEqualTo(1);
        assertThat(report.losers()).extracting(WhatIfReport.Shift::tenant).containsExactly("bolt");
    }

    @Test
    void shouldLeaveWorkUndoneWhereABudgetIsCut() throws InterruptedException {
        Recording recording =
                busy(WrittenLog.steady(SECOND), MANY).until(300 * SECOND).record(0);
        WhatIfReport report = run(recording, "tenant.acme.monthly-budget-micros = 20_000");
        // 10,000 are reserved for the first, and once some have succeeded what they cost, which is 1,000.
        assertThat(changed(report).tenant("acme").succeeded).isBetween(5L, 20L);
        assertThat(changed(report).tenant("acme").costMicros).isLessThanOrEqualTo(20_000);
        assertThat(changed(report).tenant("acme").notStarted).isPositive();
        assertThat(modelled(report).tenant("acme").succeeded).isEqualTo(40);
        assertThat(report.losers()).extracting(WhatIfReport.Shift::tenant).containsExactly("acme");
        assertAccountedFor(changed(report));

        WhatIfReport tiny = run(recording, "plan.free.monthly-budget-micros = 500");
        assertThat(changed(tiny).refusals()).containsEntry(RejectionReason.ESTIMATE_OVER_BUDGET, 80L);
        assertThat(changed(tiny).total().accepted).isZero();
    }

    @Test
    void shouldGoOnFromTheStateThatTheWindowBeganWith() throws InterruptedException {
        WrittenLog log = busy(new Moody(), MANY)
                .configure(0, 60 * SECOND, "acme", 2, 2, TenantLimits.NONE)
                .until(300 * SECOND);
        Recording recording = log.record(20 * SECOND);
        assertThat(recording.recorded().openAtStart()).isGreaterThan(10);
        WhatIfReport report = run(recording, "tenant.*.role.*.cap = x2");
        for (Measured column : List.of(recording.recorded(), modelled(report), changed(report))) {
            assertAccountedFor(column);
            assertThat(column.openAtStart()).isEqualTo(recording.recorded().openAtStart());
            assertThat(column.total().unfinished).isZero();
        }
        assertThat(modelled(report).total().attempts)
                .isEqualTo(recording.recorded().total().attempts);
        assertThat((double) modelled(report).waits().percentile(0.95))
                .isCloseTo(recording.recorded().waits().percentile(0.95), within(300.0));
        assertThat(report.model().estimated()).isEmpty();
        // The record raises one cap to 2 in the window: twice that holds from then on. The other is in force all along.
        assertThat(changed(report)
                        .lanes()
                        .get(new LaneKey("acme", WrittenLog.ROLE))
                        .cap())
                .isEqualTo(4);
        assertThat(changed(report)
                        .lanes()
                        .get(new LaneKey("bolt", WrittenLog.ROLE))
                        .cap())
                .isEqualTo(6);
        assertThat(changed(report).waits().mean())
                .isLessThan(modelled(report).waits().mean());
    }

    @Test
    void shouldBoundTheWorkersWhereTheRecordShowsThatTheyWereShort() throws InterruptedException {
        Recording recording =
                busy(WrittenLog.steady(5 * SECOND), 2).until(600 * SECOND).record(0);
        WhatIfReport report = run(recording, "tenant.acme.role.copywriter.cap = 8");
        assertThat(report.places()).containsEntry(WrittenLog.ROLE, 2);
        assertThat(report.changed().most()).containsEntry(WrittenLog.ROLE, 2);
        assertThat(modelled(report).waits().mean())
                .isCloseTo(
                        recording.recorded().waits().mean(),
                        within(0.1 * recording.recorded().waits().mean()));

        WhatIfReport more = WhatIf.run(recording, PolicyChanges.NONE, Map.of("*", "unlimited"), at -> {});
        assertThat(more.changed().most()).containsEntry(WrittenLog.ROLE, 4);
        assertThatThrownBy(() -> WhatIf.run(recording, PolicyChanges.NONE, Map.of("painter", "3"), at -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'painter', but the record has only copywriter");
        assertThatThrownBy(() -> WhatIf.run(recording, PolicyChanges.NONE, Map.of("*", "0"), at -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peak or unlimited, but are '0'");
    }

    /** Windows would close if the lag counted as waiting for workers, and hold back most of the two hundred. */
    @Test
    void shouldNotTakeTheEnginesLagForALackOfWorkers() throws InterruptedException {
        WrittenLog log = new WrittenLog(1, MANY, 3 * SECOND, WrittenLog.steady(SECOND))
                .configure(0, 0, "acme", 1, 200, TenantLimits.NONE);
        for (int i = 0; i < 200; i++) {
            log.submit(0, 1_000 + i, "acme", i, Tier.NORMAL, TaskOptions.NONE);
        }
        Recording recording = log.until(120 * SECOND).record(0);
        WhatIfReport report = run(recording);
        assertThat(report.places()).containsEntry(WrittenLog.ROLE, Integer.MAX_VALUE);
        for (double q : new double[] {0.5, 0.95, 0.99}) {
            assertThat((double) modelled(report).waits().percentile(q))
                    .isCloseTo(recording.recorded().waits().percentile(q), within(100.0));
        }
    }

    @Test
    void shouldEstimateWhatTheRecordDoesNotTellAndSayHowOften() throws InterruptedException {
        WrittenLog log = busy(WrittenLog.steady(2 * SECOND), MANY)
                .configure(0, 2 * SECOND, "acme", 2, 0, TenantLimits.NONE)
                .until(300 * SECOND);
        Recording recording = log.record(0);
        assertThat(recording.recorded().tenant("acme").notStarted).isGreaterThan(35);
        WhatIfReport report = run(recording, "tenant.acme.role.copywriter.cap = 3");
        assertThat(changed(report).tenant("acme").succeeded).isEqualTo(40);
        assertThat(report.changed().estimated().get(WrittenLog.ROLE))
                .isEqualTo(recording.recorded().tenant("acme").notStarted);
        assertThat(changed(report).tenant("acme").costMicros).isEqualTo(40_000);
    }

    @Test
    void shouldCancelWhenItWasCancelled() throws InterruptedException {
        WrittenLog log = busy(WrittenLog.steady(5 * SECOND), MANY)
                .command(0, 30 * SECOND, new Command.Cancel("acme", WrittenLog.id(39), "enough"))
                .until(400 * SECOND);
        Recording recording = log.record(0);
        WhatIfReport report = run(recording, "tenant.acme.role.copywriter.cap = 20");
        assertThat(recording.recorded().total().cancelled).isEqualTo(1);
        assertThat(modelled(report).total().cancelled).isEqualTo(1);
        assertThat(changed(report).total().cancelled).isEqualTo(1);
        assertAccountedFor(changed(report));
    }

    @Test
    void shouldGiveTheSameReportForTheSameRecord() throws InterruptedException {
        String[] reports = new String[2];
        for (int i = 0; i < reports.length; i++) {
            String json = run(busy(new Moody(), 3).until(200 * SECOND).record(15 * SECOND), "plan.free.role.*.cap = 5")
                    .json();
            reports[i] = json.substring(0, json.indexOf("\"machine\""));
        }
        assertThat(reports[0]).isEqualTo(reports[1]).contains("\"whatIf\"", "\"costShare\"");
    }
}

package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.LogFold;
import dev.penstock.audit.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a run is clean, when it is not, and when it proves nothing. */
class ChaosReportTest {
    private static final Fault KILLED = new Fault("streams", 10, 4_711, 4_712, Duration.ofSeconds(3));
    private static final Fault NOT_BACK = new Fault("workers", 20, 4_713, 0, Duration.ofSeconds(180));
    private static final Rows ROWS = new Rows(Map.of("succeeded", 100L), 100, 100, 70_000);
    private static final ProviderBill BILL = new ProviderBill(100, 5, 5, 100, 5, 0, 0, List.of());

    private static AuditReport audit(Submission... lost) {
        LogFold fold = new LogFold(AuditOptions.DEFAULT.withQuiet(true));
        List.of(lost).forEach(fold::submitted);
        return fold.finish(Map.of());
    }

    private static ChaosReport report(
            List<Fault> faults, int answered, boolean quiet, Rows rows, ProviderBill bill, AuditReport audit) {
        return new ChaosReport(1, faults, 100, answered, 0, 60, quiet, 0, Map.of(), Map.of(), rows, ROWS, bill, audit);
    }

    @Test
    void shouldBeCleanWhenEverythingIsAccountedFor() {
        ChaosReport report = report(List.of(KILLED, KILLED), 100, true, ROWS, BILL, audit());

        assertThat(report.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(ChaosText.render(report)).contains("clean: nothing lost", "streams", "as the topics say");
    }

    @Test
    void shouldProveNothingWithFewerThanTwoKillsEvidenced() {
        assertThat(report(List.of(KILLED, NOT_BACK), 100, true, ROWS, BILL, audit())
                        .verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void shouldProveNothingWhenUnderHalfOfTheTasksWereTaken() {
        List<Fault> faults = List.of(KILLED, KILLED);

        assertThat(report(faults, 49, true, ROWS, BILL, audit()).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report(faults, 50, true, ROWS, BILL, audit()).verdict()).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void shouldBeViolatedByAnyOneThingThatIsNotAccountedFor() {
        List<Fault> faults = List.of(KILLED, KILLED);
        Rows others = new Rows(Map.of("succeeded", 99L), 100, 100, 70_000);
        ProviderBill unrecorded = new ProviderBill(101, 5, 5, 100, 5, 1, 0, List.of());
        AuditReport lost = audit(new Submission("acme", "a", true));

        assertThat(report(faults, 100, false, ROWS, BILL, audit()).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(report(faults, 100, true, others, BILL, audit()).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(report(faults, 100, true, ROWS, unrecorded, audit()).verdict())
                .isEqualTo(Verdict.VIOLATED);
        assertThat(report(faults, 100, true, ROWS, BILL, lost).verdict()).isEqualTo(Verdict.VIOLATED);
    }
}

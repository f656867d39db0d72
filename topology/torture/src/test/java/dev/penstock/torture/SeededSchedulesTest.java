package dev.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs seeded schedules, other seeds each day, and prints which. {@code -Dpenstock.torture.schedules=100000} runs more of them, and
 * {@code -Dpenstock.torture.from=42} others; with one schedule it is a seed to look into.
 */
class SeededSchedulesTest {
    private static final int SCHEDULES = 20_000;

    /** From so many on, a run must have met everything. */
    private static final int MANY = 2_000;

    /** What every large run must have met, or it has proved little. */
    private static final List<String> MUST_HAVE_MET = List.of(
            "Accepted",
            "CampaignCancelled",
            "CampaignProgressed",
            "Cancelled asked for",
            "Cancelled campaign_cancelled",
            "Cancelled parent_cancelled",
            "Cancelled parent_dead",
            "Cancelled tenant_deleted",
            "Configured",
            "Conflict",
            "Dead invalid_plan",
            "Dead invalid_request",
            "Dead lease_lapsed",
            "Dead provider_error",
            "Dead attempt_timeout",
            "DeadForgotten",
            "Deferred grant_lapsed",
            "Deferred rate_limited",
            "Duplicate",
            "Expired not_ended_in_time",
            "Expired not_started_in_time",
            "MarkersForgotten",
            "Rejected BACKLOG_FULL",
            "Rejected ESTIMATE_OVER_BUDGET",
            "Rejected ROLE_DISABLED",
            "Rejected ROLE_DRAINING",
            "Rejected ROLE_NOT_ALLOCATED",
            "Rejected TENANT_DELETED",
            "Rejected TENANT_DRAINING",
            "Rejected UNKNOWN_TENANT",
            "Renewed",
            "Replayed",
            "Requeued",
            "ResultRejected DEFER",
            "ResultRejected FINISH",
            "ResultRejected RENEW",
            "ResultRejected REPLAY",
            "ResultRejected START",
            "RetryScheduled attempt_timeout",
            "RetryScheduled lease_lapsed",
            "RetryScheduled provider_error",
            "RoleConfigured",
            "Succeeded",
            "fault: clock step",
            "fault: command late",
            "fault: command lost",
            "fault: command repeated",
            "fault: deletion repented",
            "fault: dispatch delivered again unstarted",
            "fault: dispatch delivered twice",
            "fault: engine crash",
            "fault: engine stalled",
            "fault: forged signal",
            "fault: log time falls back",
            "fault: pause past the lease",
            "fault: tenant deleted",
            "fault: ticks cease",
            "fault: worker away",
            "fault: worker death");

    @Test
    void shouldHoldEveryInvariantInEverySchedule() {
        int schedules = Integer.getInteger("penstock.torture.schedules", SCHEDULES);
        long day = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        long from = Long.getLong("penstock.torture.from", day * SCHEDULES);
        int threads = Runtime.getRuntime().availableProcessors();
        System.out.printf("Seeds %d to %d%n", from, from + schedules - 1);
        TortureReport report =
                Torture.run(new TortureOptions(schedules, from, threads, TortureOptions.LEAST_STEPS), progress -> {});
        report.coverage().forEach((what, count) -> System.out.printf("%,14d  %s%n", count, what));
        System.out.printf(
                "%,d schedules with %,d steps, at least %d in each, and %,d events: %.0f s of CPU, %.0f s by the clock%n",
                report.schedules(),
                report.steps(),
                report.leastSteps(),
                report.events(),
                report.cpuSeconds(),
                report.seconds());
        assertThat(report.violations())
                .as(
                        "%d of %d schedules; -Dpenstock.torture.schedules=1 -Dpenstock.torture.from=SEED runs one again",
                        report.violating(), report.schedules())
                .isEmpty();
        assertThat(report.schedules()).isEqualTo(schedules);
        assertThat(report.leastSteps()).isGreaterThanOrEqualTo(TortureOptions.LEAST_STEPS);
        if (schedules >= MANY) {
            assertThat(report.coverage()).containsKeys(MUST_HAVE_MET.toArray(String[]::new));
        }
    }
}

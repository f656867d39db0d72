package dev.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs seeded schedules. {@code -Dpenstock.sim.schedules=100000} runs more of them, {@code -Dpenstock.sim.from=1000000} others, and
 * {@code -Dpenstock.sim.seed=42} a single one, for looking into.
 */
class TortureTest {
    private static final int SCHEDULES = 2_000;

    /** What every large run must have met, or it has proved little. */
    private static final List<String> MUST_HAVE_MET = List.of(
            "Accepted",
            "Cancelled asked for",
            "Cancelled tenant_deleted",
            "Configured",
            "Conflict",
            "Dead invalid_request",
            "Dead lease_lapsed",
            "Dead provider_error",
            "Dead attempt_timeout",
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
            "Requeued",
            "ResultRejected DEFER",
            "ResultRejected FINISH",
            "ResultRejected RENEW",
            "ResultRejected START",
            "RetryScheduled attempt_timeout",
            "RetryScheduled lease_lapsed",
            "RetryScheduled provider_error",
            "RoleConfigured",
            "Succeeded",
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
            "fault: worker away",
            "fault: worker death");

    @Test
    void shouldHoldEveryInvariantInEverySchedule() {
        Coverage coverage = new Coverage();
        Long single = Long.getLong("penstock.sim.seed");
        if (single != null) {
            run(single, coverage);
            return;
        }
        int schedules = Integer.getInteger("penstock.sim.schedules", SCHEDULES);
        long from = Long.getLong("penstock.sim.from", 0);
        for (long seed = from; seed < from + schedules; seed++) {
            run(seed, coverage);
        }
        coverage.counts().forEach((what, count) -> System.out.printf("%,12d  %s%n", count, what));
        if (schedules >= 100) {
            assertThat(coverage.counts()).containsKeys(MUST_HAVE_MET.toArray(String[]::new));
        }
    }

    private static void run(long seed, Coverage coverage) {
        try {
            new Schedules(coverage).accept(seed);
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "Schedule of seed " + seed + ": -Dpenstock.sim.seed=" + seed + " runs it again", e);
        }
    }
}

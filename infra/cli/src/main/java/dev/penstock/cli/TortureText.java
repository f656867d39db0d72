package dev.penstock.cli;

import dev.penstock.torture.TortureProgress;
import dev.penstock.torture.TortureReport;
import dev.penstock.torture.Violation;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A torture of the core, for people and as JSON. */
final class TortureText {
    private static final int BYTES_PER_MIB = 1 << 20;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TortureText() {}

    /** @param usedBytes of the heap */
    static String progress(TortureProgress at, long usedBytes) {
        double rate = at.seconds() > 0 ? at.done() / at.seconds() : 0;
        String left = rate > 0 ? time((at.total() - at.done()) / rate) : "?";
        return String.format(
                Locale.ROOT,
                "%,d of %,d schedules, %,.0f/s, %s left, violations so far: %,d, %,d MiB of heap",
                at.done(),
                at.total(),
                rate,
                left,
                at.violations(),
                usedBytes / BYTES_PER_MIB);
    }

    static String render(TortureReport report) {
        StringBuilder text = new StringBuilder();
        report.coverage().forEach((what, count) -> line(text, "%,16d  %s", count, what));
        line(
                text,
                "%n%,d schedules of the seeds from %d on, %,d steps, at least %,d in each, %,d events",
                report.schedules(),
                report.options().firstSeed(),
                report.steps(),
                report.leastSteps(),
                report.events());
        line(
                text,
                "%s, %s of CPU; %.1f ms of CPU a schedule",
                time(report.seconds()),
                time(report.cpuSeconds()),
                1e3 * report.cpuSeconds() / Math.max(1, report.schedules()));
        for (Violation violation : report.violations()) {
            line(text, "%nseed %d: %s", violation.seed(), violation.message());
            line(text, "  again: ./penstock simulate --torture --schedules 1 --from %d", violation.seed());
        }
        if (report.violating() > report.violations().size()) {
            line(
                    text,
                    "%nand %,d more",
                    report.violating() - report.violations().size());
        }
        line(text, report.violating() == 0 ? "no violations" : "%n%,d schedules with violations", report.violating());
        return text.toString();
    }

    static String json(TortureReport report) {
        return JSON.writeValueAsString(report) + "\n";
    }

    private static void line(StringBuilder text, String format, Object... args) {
        text.append(String.format(Locale.ROOT, format, args)).append(System.lineSeparator());
    }

    private static String time(double seconds) {
        Duration time = Duration.ofMillis(Math.round(1e3 * seconds));
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
        } else if (time.toMinutes() > 0) {
            return String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}

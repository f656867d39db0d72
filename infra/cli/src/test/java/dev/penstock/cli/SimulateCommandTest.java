package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Penstock.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void shouldSimulateADayAndReportIt(@TempDir Path dir) throws IOException {
        Path report = dir.resolve("day.json");
        int code = run("simulate", "--tasks-per-day", "5K", "--tenants", "20", "--report", report.toString());
        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("submitted 5,000", "containers", "wait by tier", "decisions/s");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        assertThat(json.path("tasks").path("submitted").asInt()).isEqualTo(5_000);
        assertThat(json.path("containers").path(0).path("byHour").size()).isEqualTo(24);
    }

    @Test
    void shouldSimulateAFlood(@TempDir Path dir) throws IOException {
        Path report = dir.resolve("flood.json");
        int code = run("simulate", "--flood", "2K", "--tasks-per-day", "50K", "--report", report.toString());
        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains("One tenant submits 2,000 normal tasks at once", "ratio of the others' p99");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        assertThat(json.path("flood").asInt()).isEqualTo(2_000);
    }

    @Test
    void shouldSimulateSharesOfCost(@TempDir Path dir) throws IOException {
        Path report = dir.resolve("shares.json");
        int code = run("simulate", "--shares", "--weights", "3:1", "--hours", "1", "--report", report.toString());
        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("Two tenants of one slot", "100,000", "1,000");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        assertThat(json.path("weights").path(0).asInt()).isEqualTo(3);
        assertThat(json.path("withLearnedEstimates")
                        .path("costRatioOverWeights")
                        .asDouble())
                .isPositive();
    }

    @Test
    void shouldTortureTheCoreAndReportIt(@TempDir Path dir) throws IOException {
        Path report = dir.resolve("torture.json");
        int code = run(
                "simulate",
                "--torture",
                "--schedules",
                "20",
                "--from",
                "30",
                "--threads",
                "2",
                "--report",
                report.toString());
        assertThat(code).as(out.toString() + err).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains("20 schedules of the seeds from 30 on", "fault: engine crash", "no violations");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(report));
        assertThat(json.path("schedules").asInt()).isEqualTo(20);
        assertThat(json.path("leastSteps").asInt()).isGreaterThanOrEqualTo(500);
        assertThat(json.path("violations").isEmpty()).isTrue();
    }

    @Test
    void shouldSayWhatTheTortureFoundThoughTheReportCannotBeWritten(@TempDir Path dir) {
        String nowhere = dir.resolve("missing").resolve("torture.json").toString();
        int code = run("simulate", "--torture", "--schedules", "1", "--report", nowhere);
        assertThat(code).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(out.toString()).contains("no violations");
        assertThat(err.toString()).contains("Cannot write " + nowhere);
    }

    @Test
    void shouldRefuseOptionsThatDoNotGoTogether() {
        assertThat(run("simulate", "--from", "3")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("simulate", "--torture", "--flood")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("simulate", "--weights", "3:1")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("simulate", "--shares", "--weights", "3")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("simulate", "--torture", "--schedules", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("go with --torture", "do not go together", "Expected at least 1 schedule")
                .contains("--weights goes with --shares", "Expected weights such as 3:1, but got 3");
    }

    @Test
    void shouldReadNumbersAsPeopleWriteThem() {
        TaskCount count = new TaskCount();
        assertThat(count.convert("2500")).isEqualTo(2_500);
        assertThat(count.convert("500k")).isEqualTo(500_000);
        assertThat(count.convert("10M")).isEqualTo(10_000_000);
        assertThatThrownBy(() -> count.convert("ten"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("should be a number such as 2500, 500K or 10M, but is 'ten'");
    }
}

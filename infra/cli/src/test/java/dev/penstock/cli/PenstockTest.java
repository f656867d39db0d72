package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PenstockTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Penstock.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void shouldListItsCommands() {
        assertThat(run("--help")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains(
                        "demo",
                        "up",
                        "down",
                        "status",
                        "submit",
                        "campaign",
                        "watch",
                        "why",
                        "lanes",
                        "dead",
                        "replay",
                        "audit",
                        "bench",
                        "chaos",
                        "simulate",
                        "what-if",
                        "Exit codes");
    }

    @Test
    void shouldExplainEachCommand() {
        for (String command : new String[] {
            "demo",
            "up",
            "down",
            "status",
            "submit",
            "campaign",
            "watch",
            "why",
            "lanes",
            "dead",
            "replay",
            "audit",
            "simulate",
            "what-if"
        }) {
            assertThat(run(command, "--help")).as(command).isEqualTo(ExitCodes.OK);
        }
    }

    @Test
    void shouldAnswerWrongUsageWith2() {
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(run("paint")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("demo", "--tasks", "3")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("submit", "--tier", "soon", "text")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("simulate", "--tasks-per-day", "10G")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("simulate", "--hours", "25")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("what-if", "--since", "yesterday")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("what-if", "--set", "tenant.acme.caps=3")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("--since is 'yesterday'", "nothing is called 'tenant.acme.caps'", "cap, weight");
        assertThat(run("bench", "--quick")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("bench", "--core", "--peers")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("should be urgent, normal or batch");
    }

    @Test
    void shouldSayInOneLineThatNoStackRuns(@TempDir Path dir) {
        assertThat(run("audit", "--folder", dir.toString())).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString())
                .startsWith("penstock: No stack runs over " + dir)
                .contains("./penstock up")
                .hasLineCount(1);
    }

    @Test
    void shouldAskForTheKeyOfAnotherApi() {
        assertThat(run("watch", "--url", "http://127.0.0.1:1")).isEqualTo(ExitCodes.USAGE);
    }
}

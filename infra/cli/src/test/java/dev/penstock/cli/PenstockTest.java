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
                        "tenant",
                        "lane",
                        "role",
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
            "tenant",
            "lane",
            "role",
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
    void shouldExplainWhatCanBeDoneWithLimits() {
        for (String command : new String[] {
            "tenant list",
            "tenant show",
            "tenant create",
            "tenant limit",
            "tenant pause",
            "tenant resume",
            "tenant drain",
            "lane limit",
            "lane pause",
            "lane resume",
            "lane drain",
            "lane enable",
            "lane disable",
            "role list",
            "role show",
            "role limit",
            "role pause",
            "role resume",
            "role drain",
            "role enable",
            "role disable"
        }) {
            assertThat(run((command + " --help").split(" "))).as(command).isEqualTo(ExitCodes.OK);
        }
        assertThat(out.toString()).contains("--dry-run", "--if-version", "--json", "--reason");
        assertThat(run("tenant")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("tenant", "limit", "acme")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("tenant", "limit", "acme", "--budget", "much")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("tenant", "limit", "acme", "--backlog", "1k")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("lane", "limit", "acme", "copywriter")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("Say what to change", "dollars such as 25", "a whole number, or none");
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

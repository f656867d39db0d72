package dev.penstock.cli;

import dev.penstock.local.LocalStackException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line's entry point. */
@Command(
        name = "penstock",
        description = "A multi-tenant control plane for AI agent work on Apache Kafka.",
        mixinStandardHelpOptions = true,
        version = "penstock 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            SubmitCommand.class,
            CampaignCommand.class,
            WatchCommand.class,
            WhyCommand.class,
            OutputCommand.class,
            LanesCommand.class,
            TenantCommand.class,
            LaneCommand.class,
            RoleCommand.class,
            DeadCommand.class,
            ReplayCommand.class,
            AuditCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            SimulateCommand.class,
            WhatIfCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 it went well, 1 what was checked does not hold, 2 wrong usage, 3 something is missing or does not answer."
        })
public final class Penstock {
    private Penstock() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        System.exit(code);
    }

    /** Runs a command line; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Penstock())
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setSubcommandsCaseInsensitive(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(Penstock::exitCode)
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
        line.getSubcommands().values().forEach(Penstock::helpful);
        if (args.length == 0) {
            line.usage(out);
            return ExitCodes.USAGE;
        }
        return line.execute(args);
    }

    private static void helpful(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getSubcommands().values().forEach(Penstock::helpful);
    }

    private static int exitCode(Throwable e) {
        return switch (e) {
            case CliException cli -> cli.exitCode();
            case CommandLine.ParameterException wrong -> ExitCodes.USAGE;
            case InterruptedException interrupted -> ExitCodes.INTERRUPTED;
            default -> ExitCodes.ENVIRONMENT;
        };
    }

    private static int explain(Exception e, PrintWriter err) throws Exception {
        switch (e) {
            case CliException cli -> err.println("penstock: " + cli.getMessage());
            case LocalStackException stack -> err.println("penstock: " + stack.getMessage());
            case ConnectException refused ->
                err.println("penstock: Nothing answers there. Is the stack up? See './penstock status'.");
            case InterruptedException interrupted -> err.println("penstock: Stopped on request.");
            default -> throw e;
        }
        return exitCode(e);
    }
}

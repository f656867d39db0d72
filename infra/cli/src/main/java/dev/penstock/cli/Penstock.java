package dev.penstock.cli;

import dev.penstock.local.LocalStackException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            WatchCommand.class,
            AuditCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 it went well, 1 what was checked does not hold, 2 wrong usage, 3 something is missing or does not answer."
        })
public final class Penstock {
    /** How long Ctrl-C waits for what was started to stop in order. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private Penstock() {}

    public static void main(String[] args) {
        CountDownLatch ended = new CountDownLatch(1);
        stopOnSignal(Thread.currentThread(), ended);
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        ended.countDown();
        System.exit(code);
    }

    /** Runs a command line; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Penstock())
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setSubcommandsCaseInsensitive(true)
                .setExitCodeExceptionMapper(Penstock::exitCode)
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().mixinStandardHelpOptions(true));
        if (args.length == 0) {
            line.usage(out);
            return ExitCodes.USAGE;
        }
        return line.execute(args);
    }

    private static int exitCode(Throwable e) {
        return switch (e) {
            case CliException cli -> cli.exitCode();
            case CommandLine.ParameterException wrong -> ExitCodes.USAGE;
            default -> ExitCodes.ENVIRONMENT;
        };
    }

    private static int explain(Exception e, PrintWriter err) throws Exception {
        switch (e) {
            case CliException cli -> err.println("penstock: " + cli.getMessage());
            case LocalStackException stack -> err.println("penstock: " + stack.getMessage());
            case ConnectException refused ->
                err.println("penstock: Nothing answers there. Is the stack up? See './penstock status'.");
            case InterruptedException interrupted -> err.println("penstock: stopped");
            default -> throw e;
        }
        return exitCode(e);
    }

    /** Ctrl-C interrupts the command, which stops what it started; the JVM waits for that. */
    private static void stopOnSignal(Thread command, CountDownLatch ended) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (ended.getCount() == 0) {
                                return;
                            }
                            command.interrupt();
                            try {
                                if (!ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                                    System.err.println(
                                            "penstock: not everything stopped within " + STOP_LIMIT.toSeconds() + " s");
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop-on-signal"));
    }
}

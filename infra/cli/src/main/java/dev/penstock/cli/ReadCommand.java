package dev.penstock.cli;

import dev.penstock.cli.board.Style;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A subcommand that shows limits. */
abstract class ReadCommand implements Callable<Integer> {
    @Mixin
    ReadOptions read = new ReadOptions();

    @Spec
    CommandSpec spec;

    /** Of what is shown. */
    abstract String path();

    /** Shows it to people. */
    abstract void show(JsonNode answer, PrintWriter out, Style style, ZoneId zone);

    @Override
    public final Integer call() throws InterruptedException {
        JsonNode answer = read.get(path());
        PrintWriter out = spec.commandLine().getOut();
        if (read.json) {
            read.print(answer, out);
        } else {
            show(answer, out, read.terminalOptions.detect().style(), ZoneId.systemDefault());
        }
        return ExitCodes.OK;
    }
}

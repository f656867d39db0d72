package dev.penstock.cli;

import picocli.CommandLine.Option;

/** How plain a subcommand's output is to be. */
public final class TerminalOptions {
    @Option(names = "--plain", description = "Plain lines instead of a live view, no colour.")
    boolean plain;

    @Option(names = "--no-color", description = "No colour. The NO_COLOR variable says the same.")
    boolean noColour;

    public Terminal detect() {
        return Terminal.detect(plain, noColour);
    }
}

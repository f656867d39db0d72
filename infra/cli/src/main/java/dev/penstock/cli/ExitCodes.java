package dev.penstock.cli;

/** What a subcommand's exit code says. */
public final class ExitCodes {
    public static final int OK = 0;

    /** It ran, and what it checked does not hold. */
    public static final int FAILED = 1;

    /** It was asked for wrongly. */
    public static final int USAGE = 2;

    /** Something it needs is missing or does not answer. */
    public static final int ENVIRONMENT = 3;

    /** It ran, and proves nothing either way. */
    public static final int INVALID = 4;

    /** Ctrl-C, as shells have it. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}

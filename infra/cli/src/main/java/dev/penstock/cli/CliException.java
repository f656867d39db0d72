package dev.penstock.cli;

/** A subcommand cannot go on; the message is one line that says what is and what to do. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something is missing or does not answer. */
    public static CliException environment(String message) {
        return new CliException(ExitCodes.ENVIRONMENT, message);
    }

    /** It was asked for wrongly. */
    public static CliException usage(String message) {
        return new CliException(ExitCodes.USAGE, message);
    }

    /** What was asked for did not come about. */
    public static CliException failed(String message) {
        return new CliException(ExitCodes.FAILED, message);
    }

    public int exitCode() {
        return exitCode;
    }
}

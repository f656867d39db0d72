package dev.penstock.cli.http;

import java.io.IOException;

/** The API answered, and said no. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    public RefusedException(Answer answer) {
        super("HTTP " + answer.status());
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}

package dev.penstock.cli.http;

/** What the API answered. */
public record Answer(int status, String body) {
    public boolean accepted() {
        return status == 202;
    }
}

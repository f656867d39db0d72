package dev.penstock.cli.board;

/** How much a terminal may be asked for. Without colour the text stays the same. */
public record Style(boolean colour) {
    private static final String RESET = "\u001b[0m";

    public String bold(String text) {
        return wrap("\u001b[1m", text);
    }

    public String dim(String text) {
        return wrap("\u001b[2m", text);
    }

    public String good(String text) {
        return wrap("\u001b[32m", text);
    }

    public String bad(String text) {
        return wrap("\u001b[31m", text);
    }

    public String warn(String text) {
        return wrap("\u001b[33m", text);
    }

    private String wrap(String code, String text) {
        return colour && !text.isBlank() ? code + text + RESET : text;
    }
}

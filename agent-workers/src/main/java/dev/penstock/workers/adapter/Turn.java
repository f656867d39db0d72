package dev.penstock.workers.adapter;

/** One part of what a model is asked: what the task wants, or what the model itself answered before. */
public record Turn(Speaker speaker, String text) {
    /** Who says it. */
    public enum Speaker {
        USER,
        MODEL
    }

    public static Turn user(String text) {
        return new Turn(Speaker.USER, text);
    }

    public static Turn model(String text) {
        return new Turn(Speaker.MODEL, text);
    }
}

package dev.penstock.cli.http;

/**
 * One event of an event stream.
 *
 * @param id the last id that the stream gave, for {@code Last-Event-ID}; empty before the first
 * @param event its type; {@code message} when the stream names none
 */
public record SseFrame(String id, String event, String data) {}

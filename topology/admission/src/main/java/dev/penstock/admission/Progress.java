package dev.penstock.admission;

/**
 * Something that a running attempt has to tell; the core passes it on and decides nothing by it.
 *
 * @param kind stable, lower case
 * @param message one line for people
 * @param from what was to run it; empty unless it was routed elsewhere
 * @param to what runs it now; empty when it waits for that, or was not routed
 */
public record Progress(String kind, String message, String from, String to) {}

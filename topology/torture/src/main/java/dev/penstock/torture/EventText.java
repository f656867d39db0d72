package dev.penstock.torture;

/** Events, commands and what holds them as text for messages, the same whenever a schedule is run again. */
final class EventText {
    private EventText() {}

    static String of(Object said) {
        // An array has no text of its own but its address.
        return said.toString().replaceAll("\\[B@\\w+", "...");
    }
}

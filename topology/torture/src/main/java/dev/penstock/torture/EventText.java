package dev.penstock.torture;

import dev.penstock.admission.Event;

/** Events as text for messages, the same whenever a schedule is run again. */
final class EventText {
    private EventText() {}

    static String of(Event event) {
        // An array has no text of its own but its address.
        return event.toString().replaceFirst("payload=\\[B@\\w+", "payload=...");
    }
}

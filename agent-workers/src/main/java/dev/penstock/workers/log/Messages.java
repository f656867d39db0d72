package dev.penstock.workers.log;

import dev.penstock.schemas.Limits;

/** Messages for people, made fit for a record. */
public final class Messages {
    private Messages() {}

    /** One line of at most {@link Limits#MAX_MESSAGE_CHARS} characters. */
    public static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.length() <= Limits.MAX_MESSAGE_CHARS) {
            return line;
        }
        // Not between the halves of a surrogate pair.
        int end = Character.isHighSurrogate(line.charAt(Limits.MAX_MESSAGE_CHARS - 1))
                ? Limits.MAX_MESSAGE_CHARS - 1
                : Limits.MAX_MESSAGE_CHARS;
        return line.substring(0, end);
    }
}

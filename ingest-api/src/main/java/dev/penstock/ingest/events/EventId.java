package dev.penstock.ingest.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a frame, {@code <seq>-<offset>}; to clients an opaque text. Both parts rise along a tenant's events.
 *
 * @param seq dense per tenant, from 1
 * @param offset in the tenant's partition of {@code penstock.events}
 */
record EventId(long seq, long offset) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})-(0|[1-9][0-9]{0,17})");

    static Optional<EventId> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new EventId(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return seq + "-" + offset;
    }
}

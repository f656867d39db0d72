package dev.penstock.audit;

import java.util.Locale;

/**
 * How far a long read has come.
 *
 * @param part what is read
 * @param done of {@code total}, in records; offsets that hold none are counted too
 */
public record AuditProgress(String part, long done, long total) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d of %,d", part, done, total);
    }
}

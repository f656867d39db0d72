package dev.penstock.simulation.policy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the settings of Penstock's processes are written: {@code PT1.5S}, or a whole number with its unit. */
public final class Durations {
    static final String FORM = "a duration such as 500ms, 30s, 15m, 6h, 2d or PT5M";

    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /** @throws IllegalArgumentException where it is none, or negative */
    public static Duration parse(String text) {
        String plain = text.strip();
        Matcher amount = AMOUNT.matcher(plain.toLowerCase(Locale.ROOT));
        if (amount.matches()) {
            long number = Long.parseLong(amount.group(1));
            return switch (amount.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> throw new IllegalStateException("Expected a unit, but got " + amount.group(2));
            };
        }
        try {
            Duration duration = Duration.parse(plain);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Expected " + FORM + ", but got '" + text + "'", e);
        }
        throw new IllegalArgumentException("Expected " + FORM + ", but got '" + text + "'");
    }
}

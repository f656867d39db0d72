package dev.penstock.cli;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where limits are in the API, and how people write them. */
final class LimitPaths {
    private static final String NONE = "none";
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    private LimitPaths() {}

    static String tenant(String name) {
        return "/v1/tenants/" + encoded(name);
    }

    static String role(String name) {
        return "/v1/roles/" + encoded(name);
    }

    static Map<String, Object> flow(String flow) {
        return Map.of("flow", flow);
    }

    /** A whole number, or {@code none} for no limit. */
    static long number(String option, String text) {
        if (text.equals(NONE)) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw CliException.usage(option + " is '" + text + "' but should be a whole number, or none.");
        }
    }

    /** Dollars such as {@code 25} or {@code 0.50}, or {@code none}, in micro-dollars. */
    static long dollars(String option, String text) {
        if (text.equals(NONE)) {
            return 0;
        }
        try {
            return new BigDecimal(text.startsWith("$") ? text.substring(1) : text)
                    .multiply(MICROS)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw CliException.usage(option + " is '" + text + "' but should be dollars such as 25 or 0.50, or none.");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

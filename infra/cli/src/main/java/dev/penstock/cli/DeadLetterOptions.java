package dev.penstock.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead tasks are meant. */
final class DeadLetterOptions {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([mhd])");

    @Option(
            names = {"-r", "--role"},
            paramLabel = "ROLE",
            description = "Only tasks of this role.")
    @Nullable
    String role;

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description = "Only tasks that died of this, such as provider_error.")
    @Nullable
    String cause;

    @Option(names = "--campaign", paramLabel = "NAME", description = "Only tasks of this campaign.")
    @Nullable
    String campaign;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only tasks that died since: 30m, 6h or 2d ago, or a time such as 2026-01-31T12:00:00Z.")
    @Nullable
    String since;

    /** What was given, as the API calls it. */
    Map<String, String> given(InstantSource clock) {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "role", role);
        put(given, "cause", cause);
        put(given, "campaign", campaign);
        put(given, "since", since == null ? null : instant(since, clock).toString());
        return given;
    }

    /** The same as a query, with its question mark; empty when nothing was given. */
    String query(InstantSource clock) {
        String query = given(clock).entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private static Instant instant(String text, InstantSource clock) {
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            int count = Integer.parseInt(age.group(1));
            Duration ago =
                    switch (age.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            return clock.instant().minus(ago);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw CliException.usage(
                    "--since is '" + text + "' but should be 30m, 6h, 2d or a time such as 2026-01-31T12:00:00Z.");
        }
    }
}

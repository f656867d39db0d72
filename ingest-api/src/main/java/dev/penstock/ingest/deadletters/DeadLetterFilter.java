package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Which dead tasks are meant; what is null leaves them in.
 *
 * @param since died then or later
 * @param until died before then
 */
record DeadLetterFilter(
        @Nullable String role,
        @Nullable String cause,
        @Nullable String campaign,
        @Nullable Instant since,
        @Nullable Instant until) {

    /** One out of a request's parameters, where times are ISO 8601. */
    static DeadLetterFilter of(
            @Nullable String role,
            @Nullable String cause,
            @Nullable String campaign,
            @Nullable String since,
            @Nullable String until) {
        return new DeadLetterFilter(role, cause, campaign, time("since", since), time("until", until));
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            name + " must be a time such as 2026-01-31T12:00:00Z, in UTC.")
                    .exception();
        }
    }
}

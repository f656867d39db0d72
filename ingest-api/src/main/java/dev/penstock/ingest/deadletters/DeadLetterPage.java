package dev.penstock.ingest.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some of a tenant's dead tasks, those that died last first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterPage(
        List<DeadLetter> tasks,

        @Schema(
                description = "Give it as 'before' to get the tasks that follow; absent on the last page",
                example = "1767225600000000_0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        @Nullable
        String next) {
    public DeadLetterPage {
        tasks = List.copyOf(tasks);
    }

    /** A place in the list: behind the task that died then. */
    record Before(Instant endedAt, UUID taskId) {
        static Before of(String text) {
            int cut = text.indexOf('_');
            try {
                Instant at = Instant.EPOCH.plus(Long.parseLong(text, 0, Math.max(cut, 0), 10), ChronoUnit.MICROS);
                return new Before(at, UUID.fromString(text.substring(cut + 1)));
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
                throw Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "The parameter before must be what an earlier page gave as next.")
                        .exception();
            }
        }
    }

    /** The page of {@code found}, which is one longer than {@code limit} when more follow. */
    static DeadLetterPage of(List<DeadLetter> found, int limit) {
        if (found.size() <= limit) {
            return new DeadLetterPage(found, null);
        }
        DeadLetter last = found.get(limit - 1);
        return new DeadLetterPage(
                found.subList(0, limit), ChronoUnit.MICROS.between(Instant.EPOCH, last.endedAt()) + "_" + last.id());
    }
}

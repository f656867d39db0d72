package dev.penstock.ingest.tasks;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TaskRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * What Redis keeps of a submission until the projection has it, and for as long as its idempotency key counts.
 *
 * @param requestHash {@link dev.penstock.schemas.RequestHash} as hexadecimal digits
 */
public record Note(String requestHash, String role, String tier, Instant submittedAt) {
    public static Note of(TaskRequest request, String requestHash, Instant now) {
        return new Note(requestHash, request.getRole(), Topics.tierName(request.getTier()), now);
    }

    /** Four words; none of them can hold a blank. */
    String text() {
        return requestHash + ' ' + role + ' ' + tier + ' ' + submittedAt.toEpochMilli();
    }

    /** The note that {@code text} holds; empty when it is none of this version's. */
    static Optional<Note> parse(String text) {
        String[] words = text.split(" ", -1);
        try {
            return words.length == 4
                    ? Optional.of(
                            new Note(words[0], words[1], words[2], Instant.ofEpochMilli(Long.parseLong(words[3]))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

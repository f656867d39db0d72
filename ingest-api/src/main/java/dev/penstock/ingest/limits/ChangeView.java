package dev.penstock.ingest.limits;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.FieldChange;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change that was made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Change", description = "A change of a configuration: what, by whom, when and why")
record ChangeView(
        @Schema(description = "The same id is the same change")
        String id,

        @Schema(description = "The version that it made", example = "7")
        long version,

        @Schema(example = "operator key 3fJ0aPzQ81Kd (on call)")
        String by,

        @Schema(description = "An operator's, and not the tenant's own")
        boolean byOperator,

        Instant at,
        @Nullable String reason,
        List<Field> fields) {

    /** A field that it gave another value. */
    @Schema(name = "FieldChange", description = "A field and its values, in words")
    record Field(
            @Schema(example = "copywriter.maxConcurrent") String field,
            @Schema(example = "4") String from,
            @Schema(example = "2") String to) {

        static Field of(FieldChange field) {
            return new Field(field.getField(), field.getFrom(), field.getTo());
        }
    }

    /** Who closed a flow. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Closer", description = "Who paused or drains it; only an operator can open what an operator closed")
    record Closer(
            @Schema(example = "operator key 3fJ0aPzQ81Kd (on call)")
            String by,

            boolean byOperator,
            Instant at,
            @Nullable String reason) {

        static Closer of(ConfigChange change) {
            return new Closer(change.getBy(), change.getByOperator(), ChangeView.at(change), given(change));
        }
    }

    static ChangeView of(ConfigChange change) {
        return new ChangeView(
                change.getId(),
                change.getVersion(),
                change.getBy(),
                change.getByOperator(),
                at(change),
                given(change),
                change.getFieldsList().stream().map(Field::of).toList());
    }

    /** Newest first. */
    static List<ChangeView> of(List<ConfigChange> changes) {
        return changes.reversed().stream().map(ChangeView::of).toList();
    }

    private static Instant at(ConfigChange change) {
        return Instant.ofEpochMilli(change.getAtMillis());
    }

    private static @Nullable String given(ConfigChange change) {
        return change.getReason().isEmpty() ? null : change.getReason();
    }
}

package dev.penstock.ingest.limits;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.schemas.v1.TenantLine;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some tenants in order of name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Tenants", description = "Some tenants, by name")
record TenantList(
        List<Line> tenants,

        @Schema(description = "Send it as after for the next page; absent on the last") @Nullable
        String next) {

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TenantLine", description = "A tenant among others")
    record Line(
            @Schema(example = "pro-bakery") String tenant,
            @Schema(example = "pro") String plan,
            long version,
            @Schema(example = "open") String flow,
            int live,
            int pending,
            @Nullable Boolean deleted) {

        static Line of(TenantLine line) {
            return new Line(
                    line.getTenant(),
                    line.getPlan(),
                    line.getVersion(),
                    Edits.name(line.getFlow()),
                    line.getLive(),
                    line.getPending(),
                    line.getDeleted() ? true : null);
        }
    }
}

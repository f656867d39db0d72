package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The answer to a change of a tenant. */
@Schema(name = "TenantChange", description = "What came of a change")
record TenantChange(
        @Schema(
                description =
                        "applied: it is in force; unchanged: what it asks for was in force already; dry_run: nothing was done; pending: it is on its"
                                + " way, look for its id among the tenant's changes",
                example = "applied")
        String outcome,

        @Schema(description = "Of the change, as it is listed among the tenant's changes")
        String id,

        @Schema(description = "What it changes") List<ChangeView.Field> fields,

        @Schema(description = "After it; as it would be for a dry run, as it was for one that is pending")
        TenantView tenant) {}

package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The answer to a change of a role's limits. */
@Schema(name = "RoleChange", description = "What came of a change")
record RoleChange(
        @Schema(
                description =
                        "applied: it is in force in every slot; unchanged: what it asks for was in force already; dry_run: nothing was done; pending: not"
                                + " every slot has it yet, look at slotsInForce",
                example = "applied")
        String outcome,

        @Schema(description = "Of the change, as it is listed among the role's changes")
        String id,

        @Schema(description = "What it changes") List<ChangeView.Field> fields,

        @Schema(description = "After it; as it would be for a dry run")
        RoleView role) {}

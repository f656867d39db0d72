package dev.penstock.ingest.limits;

import static dev.penstock.ingest.limits.PatchJson.invalid;

import dev.penstock.schemas.ConfigRules;
import dev.penstock.schemas.v1.RoleLimits;
import java.util.List;
import java.util.Set;

/** A change of a role's limits across all tenants, checked and applied to those in force. */
final class RoleEdit {
    static final Set<String> FIELDS = Set.of("enabled", "flow", "maxConcurrent", "reason");

    private RoleEdit() {}

    /** What comes of {@code before}; ends with a problem when the patch is not valid. */
    static Edit<RoleLimits> of(byte[] body, RoleLimits before, Ask ask) {
        PatchJson patch = PatchJson.of(body, FIELDS);
        Edits edits = new Edits(ask, patch.reason());
        RoleLimits.Builder next = before.toBuilder();
        boolean enabled = !before.getDisabled();
        edits.flag("enabled", enabled, patch.flag("enabled").orElse(enabled), value -> next.setDisabled(!value));
        edits.flow(
                "flow",
                before.getFlow(),
                before.hasFlowChange() ? before.getFlowChange() : null,
                patch.flow("flow"),
                next::setFlow,
                Edits.orClear(next::setFlowChange, next::clearFlowChange));
        edits.number(
                "maxConcurrent",
                before.getMaxConcurrent(),
                patch.number("maxConcurrent", ConfigRules.MAX_CONCURRENT).orElse(before.getMaxConcurrent()),
                value -> next.setMaxConcurrent((int) value));
        if (!edits.changed().isEmpty()) {
            long version = before.getVersion() + 1;
            next.setVersion(version);
            var changes = edits.remembered(List.copyOf(before.getChangesList()), version);
            next.clearChanges().addAllChanges(changes);
            String problem = ConfigRules.firstProblem(before.getRole(), next.build());
            if (problem != null) {
                throw invalid("With this change, " + problem + ".");
            }
        }
        return new Edit<>(next.build(), edits.changed());
    }
}

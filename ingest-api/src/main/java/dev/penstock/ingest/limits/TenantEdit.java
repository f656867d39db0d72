package dev.penstock.ingest.limits;

import static dev.penstock.ingest.limits.PatchJson.invalid;

import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.ConfigRules;
import dev.penstock.schemas.PlanTerms;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** A change of a tenant's configuration, checked and applied to the one in force. */
final class TenantEdit {
    static final Set<String> FIELDS = Set.of(
            "plan",
            "usePlanDefaults",
            "flow",
            "maxConcurrent",
            "monthlyBudgetMicros",
            "maxBacklog",
            "weight",
            "tokensPerMinute",
            "roles",
            "reason");

    private static final Set<String> LANE_FIELDS = Set.of(
            "enabled", "flow", "maxConcurrent", "monthlyTaskLimit", "modelOverride", "adapterOverride", "webhookUrl");

    private final PatchJson patch;
    private final Edits edits;
    private final TenantConfig.Builder next;
    private final boolean fresh;

    private TenantEdit(PatchJson patch, TenantConfig before, Ask ask, boolean fresh) {
        this.patch = patch;
        this.fresh = fresh;
        this.edits = new Edits(ask, patch.reason());
        this.next = before.toBuilder();
    }

    /**
     * What comes of {@code before}; ends with a problem when the patch is not valid or the caller may not.
     *
     * @param insecureWebhooks whether tenants' runtimes may be reached by plain HTTP
     */
    static Edit<TenantConfig> of(byte[] body, TenantConfig before, Ask ask, boolean insecureWebhooks) {
        return new TenantEdit(PatchJson.of(body, FIELDS), before, ask, false).edit(insecureWebhooks);
    }

    /** The same of a patch that was read, of a tenant that is new: with its plan's defaults unless it wants none. */
    static Edit<TenantConfig> ofNew(PatchJson patch, TenantConfig before, Ask ask, boolean insecureWebhooks) {
        TenantEdit edit = new TenantEdit(patch, before, ask, true);
        edit.edits.note("tenant", "none", before.getTenant());
        return edit.edit(insecureWebhooks);
    }

    private Edit<TenantConfig> edit(boolean insecureWebhooks) {
        plan();
        edits.flow(
                "flow",
                next.getFlow(),
                next.hasFlowChange() ? next.getFlowChange() : null,
                patch.flow("flow"),
                next::setFlow,
                Edits.orClear(next::setFlowChange, next::clearFlowChange));
        limits();
        for (String role : patch.map("roles").names()) {
            lane(role);
        }
        if (!edits.changed().isEmpty()) {
            long version = next.getVersion() + 1;
            next.setVersion(version);
            var changes = edits.remembered(List.copyOf(next.getChangesList()), version);
            next.clearChanges().addAllChanges(changes);
            String problem = ConfigRules.firstProblem(next.getTenant(), next.build(), insecureWebhooks);
            if (problem != null) {
                throw invalid("With this change, " + problem + ".");
            }
        }
        return new Edit<>(next.build(), edits.changed());
    }

    private void plan() {
        String name = patch.text("plan", ConfigRules.MAX_PLAN_CHARS).orElse(next.getPlan());
        boolean takesDefaults = patch.flag("usePlanDefaults").orElse(fresh);
        if (!takesDefaults && name.equals(next.getPlan())) {
            return;
        }
        PlanTerms plan = PlanTerms.named(name)
                .orElseThrow(() -> invalid("plan must be one of "
                        + Arrays.stream(PlanTerms.values()).map(PlanTerms::id).collect(Collectors.joining(", "))
                        + "."));
        edits.text("plan", next.getPlan(), plan.id(), next::setPlan);
        if (takesDefaults) {
            edits.requireOperator("usePlanDefaults");
            takeDefaults(plan);
        }
    }

    /** Gives it the plan's roles with the plan's cap, and closes those that are not the plan's. */
    private void takeDefaults(PlanTerms plan) {
        Set<String> missing = new HashSet<>(plan.roles());
        for (Allocation.Builder lane : next.getAllocationsBuilderList()) {
            String role = lane.getRole();
            boolean included = missing.remove(role);
            edits.flag(role + ".enabled", lane.getEnabled(), included, lane::setEnabled);
            if (included) {
                cap(lane, OptionalLong.of(plan.maxConcurrent()));
            }
        }
        for (String role : plan.roles()) {
            if (missing.contains(role)) {
                add(role);
            }
        }
    }

    private void limits() {
        edits.limit(
                "maxConcurrent",
                true,
                next.getMaxConcurrent(),
                next.hasGrantedMaxConcurrent() ? Long.valueOf(next.getGrantedMaxConcurrent()) : null,
                patch.number("maxConcurrent", ConfigRules.MAX_CONCURRENT),
                value -> next.setMaxConcurrent((int) value),
                Edits.orClear(
                        granted -> next.setGrantedMaxConcurrent(granted.intValue()), next::clearGrantedMaxConcurrent));
        edits.limit(
                "monthlyBudgetMicros",
                true,
                next.getMonthlyBudgetMicros(),
                next.hasGrantedMonthlyBudgetMicros() ? Long.valueOf(next.getGrantedMonthlyBudgetMicros()) : null,
                patch.number("monthlyBudgetMicros", ConfigRules.MAX_BUDGET_MICROS),
                next::setMonthlyBudgetMicros,
                Edits.orClear(next::setGrantedMonthlyBudgetMicros, next::clearGrantedMonthlyBudgetMicros));
        edits.number(
                "maxBacklog",
                next.getMaxBacklog(),
                patch.number("maxBacklog", Integer.MAX_VALUE).orElse(next.getMaxBacklog()),
                value -> next.setMaxBacklog((int) value));
        edits.number(
                "weight",
                Math.max(1, next.getWeight()),
                Math.max(1, patch.number("weight", ConfigRules.MAX_WEIGHT).orElse(next.getWeight())),
                value -> next.setWeight((int) value));
        edits.number(
                "tokensPerMinute",
                next.getTokensPerMinute(),
                patch.number("tokensPerMinute", ConfigRules.MAX_TOKENS_PER_MINUTE)
                        .orElse(next.getTokensPerMinute()),
                next::setTokensPerMinute);
    }

    private void lane(String role) {
        PatchJson lanes = patch.map("roles");
        int place = place(role);
        if (lanes.isNull(role)) {
            if (place >= 0) {
                edits.requireOperator("which roles are allocated");
                next.removeAllocations(place);
                edits.note(role, "allocated", "not allocated");
            }
            return;
        }
        PatchJson lane = lanes.object(role, LANE_FIELDS);
        apply(lane, place >= 0 ? next.getAllocationsBuilder(place) : add(role));
    }

    private void apply(PatchJson lane, Allocation.Builder allocation) {
        String role = allocation.getRole();
        edits.flag(
                role + ".enabled",
                allocation.getEnabled(),
                lane.flag("enabled").orElse(allocation.getEnabled()),
                allocation::setEnabled);
        edits.flow(
                role + ".flow",
                allocation.getFlow(),
                allocation.hasFlowChange() ? allocation.getFlowChange() : null,
                lane.flow("flow"),
                allocation::setFlow,
                Edits.orClear(allocation::setFlowChange, allocation::clearFlowChange));
        cap(allocation, lane.number("maxConcurrent", ConfigRules.MAX_CONCURRENT));
        edits.limit(
                role + ".monthlyTaskLimit",
                true,
                allocation.getMonthlyTaskLimit(),
                allocation.hasGrantedMonthlyTaskLimit() ? Long.valueOf(allocation.getGrantedMonthlyTaskLimit()) : null,
                lane.number("monthlyTaskLimit", Integer.MAX_VALUE),
                value -> allocation.setMonthlyTaskLimit((int) value),
                Edits.orClear(
                        granted -> allocation.setGrantedMonthlyTaskLimit(granted.intValue()),
                        allocation::clearGrantedMonthlyTaskLimit));
        edits.text(
                role + ".modelOverride",
                allocation.getModelOverride(),
                lane.text("modelOverride", ConfigRules.MAX_MODEL_CHARS).orElse(allocation.getModelOverride()),
                allocation::setModelOverride);
        edits.text(
                role + ".adapterOverride",
                allocation.getAdapterOverride(),
                lane.text("adapterOverride", ConfigRules.MAX_MODEL_CHARS).orElse(allocation.getAdapterOverride()),
                allocation::setAdapterOverride);
        edits.text(
                role + ".webhookUrl",
                allocation.getWebhookUrl(),
                lane.text("webhookUrl", Adapters.MAX_URL_CHARS).orElse(allocation.getWebhookUrl()),
                allocation::setWebhookUrl);
    }

    private void cap(Allocation.Builder allocation, OptionalLong cap) {
        edits.limit(
                allocation.getRole() + ".maxConcurrent",
                false,
                allocation.getMaxConcurrent(),
                allocation.hasGrantedMaxConcurrent() ? Long.valueOf(allocation.getGrantedMaxConcurrent()) : null,
                cap,
                value -> allocation.setMaxConcurrent((int) value),
                Edits.orClear(
                        granted -> allocation.setGrantedMaxConcurrent(granted.intValue()),
                        allocation::clearGrantedMaxConcurrent));
    }

    /** A role that it has not had, with its plan's cap. */
    private Allocation.Builder add(String role) {
        if (!Roles.isValid(role)) {
            throw invalid("'" + role
                    + "' cannot be a role: a lower-case letter and then up to 63 characters of a-z, 0-9 and '-'.");
        }
        if (!edits.byOperator()) {
            throw invalid("The role " + role + " is not allocated to the tenant. Ask an operator for it.");
        }
        int cap = PlanTerms.named(next.getPlan()).map(PlanTerms::maxConcurrent).orElse(1);
        edits.note(role, "not allocated", "allocated, maxConcurrent " + cap);
        return next.addAllocationsBuilder()
                .setRole(role)
                .setEnabled(true)
                .setMaxConcurrent(cap)
                .setFlow(Flow.FLOW_UNSPECIFIED);
    }

    /** Where among the allocations a role is, below 0 for nowhere. */
    private int place(String role) {
        for (int i = 0; i < next.getAllocationsCount(); i++) {
            if (next.getAllocations(i).getRole().equals(role)) {
                return i;
            }
        }
        return -1;
    }
}

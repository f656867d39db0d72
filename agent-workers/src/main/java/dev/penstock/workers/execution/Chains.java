package dev.penstock.workers.execution;

import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Which models may run an attempt, the first one first: its role's, unless its tenant or this installation says otherwise. */
public final class Chains {
    private final Set<String> configured;
    private final String forced;
    private final BiFunction<String, String, String> adapterOverride;

    /**
     * @param configured names of the adapters that there are
     * @param forced the one that runs everything, as for load tests; empty for none
     * @param adapterOverride by tenant and role, empty for none
     */
    public Chains(Set<String> configured, String forced, BiFunction<String, String, String> adapterOverride) {
        this.configured = Set.copyOf(configured);
        this.forced = forced;
        this.adapterOverride = adapterOverride;
    }

    /**
     * A tenant that chose a model gets that one or none: another might not be what it may use. Empty when nothing that may run it is configured.
     */
    public List<ModelRef> of(Dispatch dispatch, RoleProfile profile) {
        if (!forced.isEmpty()) {
            return List.of(new ModelRef(forced, forced));
        }
        String adapter = adapterOverride.apply(dispatch.getTenant(), dispatch.getRole());
        if (adapter.equals(Adapters.WEBHOOK)) {
            return configured.contains(Adapters.WEBHOOK)
                    ? List.of(new ModelRef(Adapters.WEBHOOK, Adapters.WEBHOOK))
                    : List.of();
        }
        String provider = adapter.isEmpty() ? profile.chain().getFirst().provider() : adapter;
        if (!dispatch.getModelOverride().isEmpty()) {
            return List.of(ModelRef.parse(dispatch.getModelOverride(), provider)).stream()
                    .filter(model -> configured.contains(model.provider()))
                    .toList();
        }
        return profile.chain().stream()
                .filter(model -> adapter.isEmpty() || model.provider().equals(adapter))
                .filter(model -> configured.contains(model.provider()))
                .filter(model -> profile.overflow()
                        || !model.provider().equals(ModelRef.OLLAMA)
                        || model.equals(profile.chain().getFirst())
                        || adapter.equals(ModelRef.OLLAMA))
                .toList();
    }

    String howToConfigure(RoleProfile profile) {
        return "None of what may run the role " + profile.role() + " is set up here. Set the key or address of one of "
                + profile.chain().stream().map(ModelRef::provider).distinct().collect(Collectors.joining(", "))
                + ", or give the role or the tenant another";
    }
}

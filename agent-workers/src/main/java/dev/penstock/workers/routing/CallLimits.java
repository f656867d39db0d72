package dev.penstock.workers.routing;

import dev.penstock.workers.adapter.ProviderLimits;
import dev.penstock.workers.limit.Claim;
import dev.penstock.workers.role.ModelRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a call counts against: its tenant's limit, those that were set for the account, and those that the provider told of the model. */
final class CallLimits {
    private static final String TENANT = "tenant:";

    private final ProviderTerms terms;
    private final Set<String> unlimited;
    private final Map<ModelRef, ProviderLimits> told = new ConcurrentHashMap<>();

    /** @param unlimited adapters whose calls nobody counts */
    CallLimits(ProviderTerms terms, Set<String> unlimited) {
        this.terms = terms;
        this.unlimited = Set.copyOf(unlimited);
    }

    /** @param countsCalls for each claim, whether it counts calls and not tokens */
    record Claims(List<Claim> claims, List<Boolean> countsCalls) {
        /** Whether a limit is a tenant's own, and not its account's. */
        static boolean isTenants(String key) {
            return key.startsWith(TENANT);
        }

        private void add(String key, long limit, long amount, boolean calls) {
            if (limit > 0) {
                claims.add(new Claim(key, limit, amount));
                countsCalls.add(calls);
            }
        }
    }

    /** @param account the tenant whose own key is used: its limits are its provider's business; empty for the installation's */
    Claims of(String tenant, String account, ModelRef model, long tokens) {
        Claims claims = new Claims(new ArrayList<>(), new ArrayList<>());
        String provider = model.provider();
        if (unlimited.contains(provider)) {
            return claims;
        }
        claims.add(TENANT + tenant + ":" + provider, terms.tenantTokensPerMinute(tenant), tokens, false);
        if (account.isEmpty()) {
            claims.add("account:" + provider + ":tokens", terms.accountTokensPerMinute(provider), tokens, false);
            claims.add("account:" + provider + ":calls", terms.accountCallsPerMinute(provider), 1, true);
            ProviderLimits limits = told.getOrDefault(model, ProviderLimits.UNKNOWN);
            claims.add("account:" + model + ":tokens", limits.tokens(), tokens, false);
            claims.add("account:" + model + ":calls", limits.requests(), 1, true);
        }
        return claims;
    }

    /** What an answer told of the installation's account. */
    void learn(ModelRef model, ProviderLimits limits) {
        if (limits.tokens() > 0 || limits.requests() > 0) {
            told.put(model, limits);
        }
    }
}

package dev.penstock.workers.routing;

import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.adapter.ProviderLimits;
import dev.penstock.workers.limit.Claim;
import dev.penstock.workers.limit.MinuteLimiter;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Chooses among the models of a chain: who may be called, has tokens left, and is the better deal than waiting for another. */
public final class Router {
    /** More than any call uses: a provider that says so is not believed. */
    static final long MOST_TOKENS = 100_000_000;

    /** Another model may cost so many times as much as the first one. */
    private static final int DEAREST_FACTOR = 3;

    private static final Duration NO_TIME = Duration.ZERO;

    /** How long a task of a tier is better off waiting for its role's own model. */
    private static final Map<Tier, Duration> PATIENCE = Map.of(
            Tier.TIER_URGENT, NO_TIME,
            Tier.TIER_NORMAL, Duration.ofSeconds(5),
            Tier.TIER_BATCH, Duration.ofMinutes(1));

    private final ProviderHealth health;
    private final MinuteLimiter limiter;
    private final ProviderTerms terms;
    private final OutputEstimates estimates;
    private final PriceTable prices;
    private final InstantSource clock;
    private final Set<String> unlimited;
    private final Map<String, ProviderLimits> told = new ConcurrentHashMap<>();

    /** @param unlimited adapters whose calls nobody counts */
    public Router(
            ProviderHealth health,
            MinuteLimiter limiter,
            ProviderTerms terms,
            OutputEstimates estimates,
            PriceTable prices,
            InstantSource clock,
            Set<String> unlimited) {
        this.health = health;
        this.limiter = limiter;
        this.terms = terms;
        this.estimates = estimates;
        this.prices = prices;
        this.clock = clock;
        this.unlimited = Set.copyOf(unlimited);
    }

    /** A model that cannot be had now. */
    private record PassedOver(ModelRef model, String reason, Duration delay) {
        @Override
        public String toString() {
            return model + " " + reason + " for " + Math.ceilDiv(delay.toMillis(), 1_000) + " s";
        }
    }

    /**
     * @param chain the one that is wanted most first
     * @param failed those of it that this attempt has called in vain
     * @param inputChars length of what is asked
     */
    public Choice choose(
            Dispatch dispatch, RoleProfile profile, List<ModelRef> chain, Set<ModelRef> failed, long inputChars) {
        List<PassedOver> passed = new ArrayList<>();
        for (ModelRef model : chain) {
            if (failed.contains(model) || isTooDear(profile, chain.getFirst(), model, inputChars)) {
                continue;
            }
            if (failed.isEmpty() && !passed.isEmpty() && isWorthWaiting(passed, dispatch.getTier())) {
                break;
            }
            String apiKey = terms.keyOf(dispatch.getTenant(), model.provider());
            String account = apiKey.isEmpty() && !isTenantsOwn(model) ? "" : dispatch.getTenant();
            switch (health.enter(model, account)) {
                case ProviderHealth.Entry.Shut(String why, Duration delay) ->
                    passed.add(new PassedOver(model, why, delay));
                case ProviderHealth.Entry.Open(ProviderHealth.Visit visit) -> {
                    Claims claims = claims(dispatch.getTenant(), account, profile, model, inputChars);
                    switch (limiter.reserve(claims.claims(), profile.timeout().plusSeconds(30))) {
                        case MinuteLimiter.Answer.Full(String key, Duration delay) -> {
                            visit.notMade();
                            passed.add(new PassedOver(model, claims.reason(key), delay));
                        }
                        case MinuteLimiter.Answer.Reserved(MinuteLimiter.Reservation reservation) -> {
                            return new Choice.Use(
                                    model, apiKey, why(passed), visit, reservation, claims.countsCalls(), this);
                        }
                    }
                }
            }
        }
        return none(chain, passed);
    }

    /** What an answer told of its account's limits. A tenant's own account is not counted here: it is its provider's business. */
    void learn(ModelRef model, String apiKey, ProviderLimits limits) {
        if (apiKey.isEmpty() && (limits.tokens() > 0 || limits.requests() > 0)) {
            told.put(model.provider(), limits);
        }
    }

    private Choice none(List<ModelRef> chain, List<PassedOver> passed) {
        PassedOver soonest = passed.stream()
                .min(Comparator.comparing(PassedOver::delay))
                .orElse(new PassedOver(chain.getFirst(), "failed", Duration.ofSeconds(1)));
        return new Choice.None(soonest.reason(), why(passed), soonest.delay());
    }

    private static String why(List<PassedOver> passed) {
        return passed.stream().map(PassedOver::toString).collect(Collectors.joining(", "));
    }

    private static boolean isWorthWaiting(List<PassedOver> passed, Tier tier) {
        Duration patience = PATIENCE.getOrDefault(tier, NO_TIME);
        return passed.stream().anyMatch(each -> each.delay().compareTo(patience) <= 0);
    }

    private boolean isTooDear(RoleProfile profile, ModelRef first, ModelRef model, long inputChars) {
        return !model.equals(first)
                && price(profile, model, inputChars) > DEAREST_FACTOR * Math.max(1, price(profile, first, inputChars));
    }

    /** What a call will cost; nothing where it is not known, since then it is not made. */
    private long price(RoleProfile profile, ModelRef model, long inputChars) {
        return prices.of(model.provider(), model.model(), clock.instant())
                .map(listed ->
                        listed.price().cost(profile.estimateInput(inputChars), 0, profile.estimatedOutputTokens()))
                .orElse(0L);
    }

    private boolean isTenantsOwn(ModelRef model) {
        return model.provider().equals("webhook");
    }

    /** @param countsCalls for each claim, whether it counts calls and not tokens */
    private record Claims(List<Claim> claims, List<Boolean> countsCalls) {
        String reason(String key) {
            return key.startsWith("tenant:") ? "tenant_tokens_used_up" : "account_limit_reached";
        }
    }

    private Claims claims(String tenant, String account, RoleProfile profile, ModelRef model, long inputChars) {
        List<Claim> claims = new ArrayList<>(3);
        List<Boolean> countsCalls = new ArrayList<>(3);
        if (unlimited.contains(model.provider())) {
            return new Claims(claims, countsCalls);
        }
        String provider = model.provider();
        long tokens = profile.estimateInput(inputChars) + estimates.of(profile, model);
        long ofTenant = terms.tenantTokensPerMinute(tenant);
        if (ofTenant > 0) {
            claims.add(new Claim("tenant:" + tenant + ":" + provider, ofTenant, tokens));
            countsCalls.add(false);
        }
        if (account.isEmpty()) {
            ProviderLimits limits = told.getOrDefault(provider, ProviderLimits.UNKNOWN);
            long tokenLimit = least(terms.accountTokensPerMinute(provider), limits.tokens());
            if (tokenLimit > 0) {
                claims.add(new Claim("account:" + provider + ":tokens", tokenLimit, tokens));
                countsCalls.add(false);
            }
            long callLimit = least(terms.accountCallsPerMinute(provider), limits.requests());
            if (callLimit > 0) {
                claims.add(new Claim("account:" + provider + ":calls", callLimit, 1));
                countsCalls.add(true);
            }
        }
        return new Claims(claims, countsCalls);
    }

    /** The lower of two limits of which either may be unknown, and so not above 0. */
    private static long least(long first, long second) {
        return first <= 0 || second <= 0 ? Math.max(first, second) : Math.min(first, second);
    }
}

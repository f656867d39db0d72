package dev.penstock.workers.routing;

import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.ProviderLimits;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the models of a chain: who may be called, has tokens left, fits the budget, and is the better deal than waiting for another. For any
 * number of threads.
 */
public final class Router {
    /** Another model may cost so many times as much as the first one. */
    private static final int DEAREST_FACTOR = 3;

    /** Part of the time that an attempt has left which it may wait. */
    private static final int WAITING_PART = 2;

    /** A reservation outlives its call's time limit by as much: the worker has to notice that the call is over. */
    private static final Duration HOLD_MARGIN = Duration.ofSeconds(30);

    /** Why a model is passed over, besides what its health says. */
    private static final String TENANT_LIMIT = "tenant_tokens_used_up";

    private static final String ACCOUNT_LIMIT = "account_limit_reached";

    /** How soon one that waits behind others is to ask again. */
    private static final Duration BEHIND_OTHERS = Duration.ofSeconds(1);

    private static final Duration NO_TIME = Duration.ZERO;

    /** How long a task of a tier is better off waiting for its role's own model. */
    private static final Map<Tier, Duration> PATIENCE = Map.of(
            Tier.TIER_URGENT, NO_TIME,
            Tier.TIER_NORMAL, Duration.ofSeconds(5),
            Tier.TIER_BATCH, Duration.ofMinutes(1));

    private final ProviderHealth health;
    private final MinuteLimiter limiter;
    private final ProviderTerms terms;
    private final CallLimits limits;
    private final OutputEstimates estimates;
    private final PriceTable prices;
    private final InstantSource clock;

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
        this.limits = new CallLimits(terms, unlimited);
        this.estimates = estimates;
        this.prices = prices;
        this.clock = clock;
    }

    /** Now, as this router sees it. */
    public long nowMillis() {
        return clock.millis();
    }

    /**
     * A model that cannot be had now.
     *
     * @param delay until it may be; null for one that this attempt will not have at all
     * @param ofTenant whether it is its tenant's own limit that stands in the way
     */
    private record PassedOver(
            ModelRef model, String reason, @Nullable Duration delay, boolean ofTenant) {
        static PassedOver forGood(ModelRef model, String reason) {
            return new PassedOver(model, reason, null, false);
        }

        boolean within(Duration patience) {
            return delay != null && delay.compareTo(patience) <= 0;
        }

        @Override
        public String toString() {
            return model + " " + reason + (delay == null ? "" : " for " + Math.ceilDiv(delay.toMillis(), 1_000) + " s");
        }
    }

    /** Who is in for it, and what it is. */
    private record Candidate(ModelRef model, String apiKey, String account) {}

    /**
     * @param failed models that this attempt has called in vain, and how each failed
     * @param inputChars length of what is asked
     */
    public Choice choose(Need need, Map<ModelRef, FailureKind> failed, long inputChars) {
        List<PassedOver> passed = new ArrayList<>();
        boolean tight = isTight(need, inputChars);
        for (ModelRef model : need.chain()) {
            Candidate candidate = candidate(need, model);
            FailureKind failure = failed.get(model);
            if (failure != null) {
                passed.add(afterFailure(candidate, failure));
                continue;
            }
            Optional<PassedOver> dear = tooDear(need, model, tight, inputChars);
            if (dear.isPresent()) {
                passed.add(dear.get());
                continue;
            }
            if (failed.isEmpty() && isWorthWaiting(passed, need)) {
                break;
            }
            Optional<Choice.Use> use = enter(need, candidate, passed, inputChars);
            if (use.isPresent()) {
                return use.get();
            }
        }
        return none(passed);
    }

    /** For one that would take its tenant's tokens away from those that wait for them already. */
    public Choice.None behindOthers(Need need) {
        PassedOver first = new PassedOver(need.first(), TENANT_LIMIT, BEHIND_OTHERS, true);
        return none(List.of(first));
    }

    /** What an answer told of its account's limits. A tenant's own account is not counted here: it is its provider's business. */
    void learn(ModelRef model, String apiKey, ProviderLimits told) {
        if (apiKey.isEmpty()) {
            limits.learn(model, told);
        }
    }

    /** Asks for leave to call it; when there is none, says why in {@code passed}. */
    private Optional<Choice.Use> enter(Need need, Candidate candidate, List<PassedOver> passed, long inputChars) {
        ModelRef model = candidate.model();
        return switch (health.enter(model, candidate.account())) {
            case ProviderHealth.Entry.Shut(String why, Duration delay) -> {
                passed.add(new PassedOver(model, why, delay, false));
                yield Optional.empty();
            }
            case ProviderHealth.Entry.Open(ProviderHealth.Visit visit) ->
                reserve(need, candidate, visit, passed, inputChars);
        };
    }

    private Optional<Choice.Use> reserve(
            Need need, Candidate candidate, ProviderHealth.Visit visit, List<PassedOver> passed, long inputChars) {
        RoleProfile profile = need.profile();
        ModelRef model = candidate.model();
        long tokens = profile.estimateInput(inputChars) + estimates.of(profile, model);
        CallLimits.Claims claims = limits.of(need.tenant(), candidate.account(), model, tokens);
        return switch (limiter.reserve(claims.claims(), profile.timeout().plus(HOLD_MARGIN))) {
            case MinuteLimiter.Answer.Full(String key, Duration delay) -> {
                visit.notMade();
                boolean ofTenant = CallLimits.Claims.isTenants(key);
                passed.add(new PassedOver(model, ofTenant ? TENANT_LIMIT : ACCOUNT_LIMIT, delay, ofTenant));
                yield Optional.empty();
            }
            case MinuteLimiter.Answer.Reserved(MinuteLimiter.Reservation reservation) ->
                Optional.of(new Choice.Use(
                        model,
                        candidate.apiKey(),
                        why(passed),
                        visit,
                        reservation,
                        claims.countsCalls(),
                        tokens,
                        this));
        };
    }

    private PassedOver afterFailure(Candidate candidate, FailureKind failure) {
        if (ProviderHealth.isWorthWaitingFor(failure)) {
            Optional<ProviderHealth.Entry.Shut> shut = health.shut(candidate.model(), candidate.account());
            if (shut.isPresent()) {
                return new PassedOver(
                        candidate.model(), shut.get().why(), shut.get().delay(), false);
            }
        }
        return PassedOver.forGood(candidate.model(), failure.code());
    }

    private static Choice.None none(List<PassedOver> passed) {
        return passed.stream()
                .filter(each -> each.delay() != null)
                .min(Comparator.comparing(each -> each.delay() == null ? NO_TIME : each.delay()))
                .map(soonest -> new Choice.None(soonest.reason(), why(passed), soonest.delay(), soonest.ofTenant()))
                .orElseGet(() -> new Choice.None("failed", why(passed), null, false));
    }

    private static String why(List<PassedOver> passed) {
        return passed.stream().map(PassedOver::toString).collect(Collectors.joining(", "));
    }

    /** Whether one that was passed over is had soon enough: by the task's tier, and by what time it has left. */
    private boolean isWorthWaiting(List<PassedOver> passed, Need need) {
        Duration patience = PATIENCE.getOrDefault(need.dispatch().getTier(), NO_TIME);
        Duration left = mayWait(need);
        Duration most = left.compareTo(patience) < 0 ? left : patience;
        return passed.stream().anyMatch(each -> each.within(most));
    }

    /** How long the attempt may wait so that it still has time to run. */
    public Duration mayWait(Need need) {
        return need.endByMillis() == 0
                ? Duration.ofMillis(Long.MAX_VALUE)
                : Duration.ofMillis(Math.max(0, need.endByMillis() - clock.millis()) / WAITING_PART);
    }

    /** Whether the tenant's budget has no room for the first model but has for another. */
    private boolean isTight(Need need, long inputChars) {
        long spendable = need.dispatch().getSpendableMicros();
        return spendable > 0
                && price(need, need.first(), inputChars) > spendable
                && need.chain().stream().anyMatch(model -> price(need, model, inputChars) <= spendable);
    }

    private Optional<PassedOver> tooDear(Need need, ModelRef model, boolean tight, long inputChars) {
        boolean first = model.equals(need.first());
        if (first && !tight) {
            return Optional.empty();
        }
        long spendable = need.dispatch().getSpendableMicros();
        long price = price(need, model, inputChars);
        if (spendable > 0 && price > spendable) {
            return Optional.of(PassedOver.forGood(model, "over_budget"));
        }
        long firstPrice = price(need, need.first(), inputChars);
        // Who lets a model that costs nothing go first knows that the next one costs something.
        return firstPrice > 0 && price > DEAREST_FACTOR * firstPrice
                ? Optional.of(PassedOver.forGood(model, "too_dear"))
                : Optional.empty();
    }

    /** What a call will cost; nothing where it is not known, since then it is not made. */
    private long price(Need need, ModelRef model, long inputChars) {
        RoleProfile profile = need.profile();
        return prices.of(model.provider(), model.model(), clock.instant())
                .map(listed ->
                        listed.price().cost(profile.estimateInput(inputChars), 0, profile.estimatedOutputTokens()))
                .orElse(0L);
    }

    private Candidate candidate(Need need, ModelRef model) {
        String apiKey = terms.keyOf(need.tenant(), model.provider());
        boolean own = !apiKey.isEmpty() || model.provider().equals(Adapters.WEBHOOK);
        return new Candidate(model, apiKey, own ? need.tenant() : "");
    }
}

package dev.penstock.workers.routing;

import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.ProviderLimits;
import dev.penstock.workers.role.ModelRef;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How models and accounts do, as this process sees it. A dead model costs a call now and then, not the time limit of a call for each task; an account
 * that its provider refuses (HTTP 401, 402) is left alone at once, and said so loudly; and who was told to slow down does.
 */
public final class ProviderHealth {
    /** Half of at least 5 among the last 20 calls. Waits of 5 s to a minute. */
    static final Gate.Rule MODEL = new Gate.Rule(20, 5, 50, Duration.ofSeconds(5), Duration.ofMinutes(1));

    /** The first refusal says it all. */
    static final Gate.Rule ACCOUNT = new Gate.Rule(1, 1, 100, Duration.ofSeconds(30), Duration.ofMinutes(5));

    /** Why a model may not be called. */
    static final String RATE_LIMITED = "rate_limited";

    static final String PROVIDER_DOWN = "provider_down";
    static final String ACCOUNT_REFUSED = "account_refused";

    /** Shortest and longest time that a rate-limited model is left alone. */
    static final Duration LEAST_COOLING = Duration.ofSeconds(1);

    static final Duration MOST_COOLING = Duration.ofMinutes(10);

    /** Doublings of {@link #LEAST_COOLING} for a provider that does not say how long, up to 32 s. */
    private static final int MOST_DOUBLINGS = 5;

    /** Models and accounts remembered; tenants with keys of their own make more of them. */
    private static final int MAX_GATES = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProviderHealth.class);

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> limitedInARow = new ConcurrentHashMap<>();
    private final Clock clock;
    private final MeterRegistry meters;

    public ProviderHealth(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
    }

    /** Whether a model may be called. */
    public sealed interface Entry {
        /** It may, and the call has to be told of. */
        record Open(Visit visit) implements Entry {}

        /**
         * It may not.
         *
         * @param why one of the three reasons above
         * @param delay until it may be worth while to ask again
         */
        record Shut(String why, Duration delay) implements Entry {}
    }

    /** A call that may be made. One of the two has to be called, once. */
    public interface Visit {
        void ended(CallResult result, ProviderLimits limits);

        void notMade();
    }

    /** What keeps a model from being called now, without asking for leave to call it. Empty for nothing. */
    public Optional<Entry.Shut> shut(ModelRef model, String account) {
        Gate accounts = accounts(model, account);
        Gate models = models(model, account);
        Duration cooling = models.cooling();
        if (cooling.isPositive()) {
            return Optional.of(new Entry.Shut(RATE_LIMITED, cooling));
        }
        if (accounts.isShut()) {
            return Optional.of(new Entry.Shut(ACCOUNT_REFUSED, accounts.waitNow()));
        }
        return models.isShut() ? Optional.of(new Entry.Shut(PROVIDER_DOWN, models.waitNow())) : Optional.empty();
    }

    /** @param account the tenant whose own key is used; empty for the installation's account */
    public Entry enter(ModelRef model, String account) {
        Gate accounts = accounts(model, account);
        Gate models = models(model, account);
        Duration cooling = models.cooling();
        if (cooling.isPositive()) {
            return new Entry.Shut(RATE_LIMITED, cooling);
        }
        if (!accounts.enter()) {
            return new Entry.Shut(ACCOUNT_REFUSED, accounts.waitNow());
        }
        if (!models.enter()) {
            accounts.notMade();
            return new Entry.Shut(PROVIDER_DOWN, models.waitNow());
        }
        return new Entry.Open(new Visit() {
            @Override
            public void ended(CallResult result, ProviderLimits limits) {
                @Nullable FailureKind failure = result instanceof CallResult.Failed failed ? failed.kind() : null;
                Duration asked = result instanceof CallResult.Failed failed ? failed.retryAfter() : Duration.ZERO;
                accounts.ended(!refusesAccount(failure));
                models.ended(!isDown(failure));
                cool(models, model + "|" + account, failure, asked, limits);
            }

            @Override
            public void notMade() {
                accounts.notMade();
                models.notMade();
            }
        });
    }

    /** Providers that refuse the installation's account now. */
    public List<String> refusedAccounts() {
        return gates.entrySet().stream()
                .filter(each ->
                        each.getKey().matches("[^/|]+\\|") && each.getValue().isShut())
                .map(each -> each.getKey().replace("|", ""))
                .sorted()
                .toList();
    }

    /** Failures that say that the account cannot be used, whatever is asked of it. */
    public static boolean refusesAccount(@Nullable FailureKind failure) {
        return failure == FailureKind.UNAUTHORIZED || failure == FailureKind.CREDIT_EXHAUSTED;
    }

    /** Failures that end by themselves, or by an operator's hand, so that no attempt need be spent on them. */
    public static boolean isWorthWaitingFor(FailureKind failure) {
        return failure == FailureKind.RATE_LIMITED || failure == FailureKind.OVERLOADED || refusesAccount(failure);
    }

    /** Failures that say that the provider or the way to it is out of order. */
    static boolean isDown(@Nullable FailureKind failure) {
        return failure != null
                && switch (failure) {
                    case OVERLOADED, PROVIDER_ERROR, TIMEOUT, CONNECTION_FAILED, INVALID_RESPONSE -> true;
                    default -> false;
                };
    }

    private void cool(Gate gate, String name, @Nullable FailureKind failure, Duration asked, ProviderLimits limits) {
        AtomicInteger inARow = limitedInARow.computeIfAbsent(name, key -> new AtomicInteger());
        if (failure == FailureKind.RATE_LIMITED || failure == FailureKind.OVERLOADED) {
            int doublings = Math.min(MOST_DOUBLINGS, inARow.getAndIncrement());
            gate.cool(bounded(asked.isPositive() ? asked : LEAST_COOLING.multipliedBy(1L << doublings)));
            return;
        }
        inARow.set(0);
        if (limits.requestsLeft() == 0 && limits.requestsReset().isPositive()) {
            gate.cool(bounded(limits.requestsReset()));
        }
        if (limits.tokensLeft() == 0 && limits.tokensReset().isPositive()) {
            gate.cool(bounded(limits.tokensReset()));
        }
    }

    private static Duration bounded(Duration time) {
        if (time.compareTo(LEAST_COOLING) < 0) {
            return LEAST_COOLING;
        }
        return time.compareTo(MOST_COOLING) > 0 ? MOST_COOLING : time;
    }

    private Gate accounts(ModelRef model, String account) {
        return gate(model.provider() + "|" + account, ACCOUNT, model.provider(), "");
    }

    private Gate models(ModelRef model, String account) {
        return gate(model + "|" + account, MODEL, model.provider(), model.model());
    }

    private Gate gate(String name, Gate.Rule rule, String provider, String model) {
        Gate known = gates.get(name);
        if (known != null) {
            return known;
        }
        if (gates.size() >= MAX_GATES) {
            gates.values().removeIf(gate -> !gate.isShut() && gate.cooling().isZero());
            limitedInARow.clear();
        }
        return gates.computeIfAbsent(name, key -> open(key, rule, provider, model));
    }

    private Gate open(String name, Gate.Rule rule, String provider, String model) {
        boolean shared = name.endsWith("|");
        Gate[] self = new Gate[1];
        Gate gate = new Gate(name, rule, clock, () -> tell(self[0].isShut(), shared, provider, model));
        self[0] = gate;
        if (shared) {
            Gauge.builder("penstock.workers.provider.shut", gate, each -> each.isShut() ? 1 : 0)
                    .description(
                            "1 while calls of it are held back because they fail; an empty model stands for the account")
                    .tag("provider", provider)
                    .tag("model", model)
                    .register(meters);
        }
        return gate;
    }

    /** A tenant's own account is the tenant's business, and told by its tasks' events. */
    private static void tell(boolean shut, boolean shared, String provider, String model) {
        if (!shared) {
            return;
        }
        if (!shut) {
            LOG.info("{} {} can be used again", provider, model);
        } else if (model.isEmpty()) {
            LOG.error(
                    "{} refuses the account: its key is wrong or its credit is used up. Nothing is sent there but a call now and then to see",
                    provider);
        } else {
            LOG.warn("{} {} fails, so nothing is sent there but a call now and then to see", provider, model);
        }
    }
}

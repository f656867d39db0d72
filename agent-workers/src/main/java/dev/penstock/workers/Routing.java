package dev.penstock.workers;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.workers.adapter.EchoAdapter;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.execution.CallMeters;
import dev.penstock.workers.execution.Chains;
import dev.penstock.workers.execution.Execution;
import dev.penstock.workers.execution.RoutedExecution;
import dev.penstock.workers.execution.Waiting;
import dev.penstock.workers.limit.GuardedLimiter;
import dev.penstock.workers.limit.LocalLimiter;
import dev.penstock.workers.limit.MinuteLimiter;
import dev.penstock.workers.limit.RedisLimiter;
import dev.penstock.workers.limit.TimedLimiter;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.routing.OutputEstimates;
import dev.penstock.workers.routing.ProviderHealth;
import dev.penstock.workers.routing.ProviderTerms;
import dev.penstock.workers.routing.Router;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.tenant.Tenants;
import dev.penstock.workers.tenant.TokenLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Puts together what decides on who runs an attempt. */
record Routing(
        Settings settings,
        MeterRegistry metrics,
        Map<String, RuntimeAdapter> adapters,
        PriceTable prices,
        Tenants tenants,
        TenantSecrets secrets,
        ProviderHealth health) {
    private static final int WHOLE = 100;

    /** What a worker may use by itself of every limit while it cannot ask the others, in percent, unless a setting says otherwise. */
    private static final int LONE_SHARE_PERCENT = 25;

    /** Adapters whose calls have no limits of ours: nothing is paid there per token. */
    private static final Set<String> UNLIMITED = Set.of(EchoAdapter.NAME, Adapters.WEBHOOK);

    /** The caller closes it. */
    static MinuteLimiter limiter(Settings settings, MeterRegistry metrics) {
        int percent = settings.number(SettingNames.WORKER_LONE_SHARE, LONE_SHARE_PERCENT);
        if (percent < 1 || percent > WHOLE) {
            throw new SettingsException("The setting " + SettingNames.WORKER_LONE_SHARE + " is " + percent
                    + " but should be from 1 to 100.");
        }
        LocalLimiter own = new LocalLimiter(() -> (double) percent / WHOLE, System::currentTimeMillis);
        String redis = settings.text(SettingNames.REDIS_URL, "");
        if (redis.isEmpty()) {
            return new TimedLimiter(own, metrics);
        }
        GuardedLimiter guarded = new GuardedLimiter(new RedisLimiter(URI.create(redis)), own, System::nanoTime);
        Gauge.builder("penstock.workers.limits.alone", guarded, limiter -> limiter.isAlone() ? 1 : 0)
                .description("1 while this worker keeps to its own share of all limits, since Redis does not answer")
                .strongReference(true)
                .register(metrics);
        return new TimedLimiter(guarded, metrics);
    }

    Execution execution(MinuteLimiter limiter, CommandLog commands) {
        OutputEstimates estimates = new OutputEstimates();
        InstantSource clock = InstantSource.system();
        Router router = new Router(health, limiter, terms(), estimates, prices, clock, UNLIMITED);
        String chosen = settings.text(SettingNames.WORKER_ADAPTER, "");
        boolean echo = chosen.equals(EchoAdapter.NAME);
        Chains chains =
                new Chains(adapters.keySet(), echo ? chosen : "", (tenant, role) -> override(tenant, role, chosen));
        return new RoutedExecution(
                adapters, chains, router, estimates, commands::routed, new Waiting(metrics), new CallMeters(metrics));
    }

    /** The tenant's choice for a role, else the installation's. */
    private String override(String tenant, String role, String fallback) {
        return tenants.of(tenant).stream()
                .flatMap(config -> config.getAllocationsList().stream())
                .filter(allocation -> allocation.getRole().equals(role))
                .map(Allocation::getAdapterOverride)
                .filter(adapter -> !adapter.isEmpty())
                .findFirst()
                .orElse(fallback);
    }

    private ProviderTerms terms() {
        Map<String, Long> tokens = new HashMap<>();
        Map<String, Long> calls = new HashMap<>();
        limit(tokens, "anthropic", SettingNames.ANTHROPIC_TOKENS);
        limit(tokens, "openai", SettingNames.OPENAI_TOKENS);
        limit(tokens, "ollama", SettingNames.OLLAMA_TOKENS);
        limit(calls, "anthropic", SettingNames.ANTHROPIC_CALLS);
        limit(calls, "openai", SettingNames.OPENAI_CALLS);
        limit(calls, "ollama", SettingNames.OLLAMA_CALLS);
        TokenLimits ofTenants = new TokenLimits(tenants);
        return new ProviderTerms() {
            @Override
            public long tenantTokensPerMinute(String tenant) {
                return ofTenants.of(tenant);
            }

            @Override
            public long accountTokensPerMinute(String provider) {
                return tokens.getOrDefault(provider, 0L);
            }

            @Override
            public long accountCallsPerMinute(String provider) {
                return calls.getOrDefault(provider, 0L);
            }

            @Override
            public String keyOf(String tenant, String provider) {
                return secrets.providerKey(tenant, provider);
            }
        };
    }

    private void limit(Map<String, Long> limits, String provider, String setting) {
        int limit = settings.number(setting, 0);
        if (limit < 0) {
            throw new SettingsException(
                    "The setting " + setting + " is " + limit + " but should be 0, for no limit, or more.");
        }
        limits.put(provider, (long) limit);
    }
}

package dev.penstock.simulator;

import dev.penstock.simulator.webhook.CallbackKind;
import org.jspecify.annotations.Nullable;

/**
 * A fault, another latency, another way to call back, or several of these for the calls that match. The first rule that matches and hits decides; a rule that matches all calls is a global
 * default.
 *
 * @param fault what goes wrong; null for nothing
 * @param retryAfterSeconds value of {@code retry-after} on a 429 or a 5xx; null leaves the header out
 * @param probability share of the matching calls that it hits, 0 to 1; null is all
 * @param count how many calls it hits at most; null is no end
 * @param model only calls of this model
 * @param tenant only calls whose {@code x-penstock-tenant} is this
 * @param apiKey only calls with this API key
 * @param provider only calls of {@code anthropic}, {@code openai}, {@code ollama} or {@code webhook}
 * @param fromSeconds from so long after it was set, as for an outage; null from the start
 * @param untilSeconds until so long after it was set; null without end
 * @param latency how long such calls take; null as all do
 * @param callback how a runtime tells of the task's end; null as ever
 */
public record FaultRule(
        @Nullable Fault fault,
        @Nullable Integer retryAfterSeconds,
        @Nullable Double probability,
        @Nullable Integer count,
        @Nullable String model,
        @Nullable String tenant,
        @Nullable String apiKey,
        @Nullable String provider,
        @Nullable Double fromSeconds,
        @Nullable Double untilSeconds,
        @Nullable Latency latency,
        @Nullable CallbackKind callback) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is left
     */
    public FaultRule {
        if (fault == null && latency == null && callback == null) {
            throw new IllegalArgumentException("A rule needs a fault, a latency or a callback");
        }
        if (probability != null && !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is " + probability + " but should be from 0 to 1");
        }
        if (count != null && count < 0) {
            throw new IllegalArgumentException("count is " + count + " but should be 0 or more");
        }
    }

    /** A rule that hits every call. */
    public static FaultRule always(Fault fault) {
        return new FaultRule(fault, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** A rule that makes every call as slow as this. */
    public static FaultRule slow(Latency latency) {
        return new FaultRule(null, null, null, null, null, null, null, null, null, null, latency, null);
    }

    /** A rule that makes runtimes tell of every task's end in this way. */
    public static FaultRule callingBack(CallbackKind callback) {
        return new FaultRule(null, null, null, null, null, null, null, null, null, null, null, callback);
    }

    public FaultRule at(String onlyProvider) {
        return new FaultRule(
                fault,
                retryAfterSeconds,
                probability,
                count,
                model,
                tenant,
                apiKey,
                onlyProvider,
                fromSeconds,
                untilSeconds,
                latency,
                callback);
    }

    public FaultRule ofTenant(String onlyTenant) {
        return new FaultRule(
                fault,
                retryAfterSeconds,
                probability,
                count,
                model,
                onlyTenant,
                apiKey,
                provider,
                fromSeconds,
                untilSeconds,
                latency,
                callback);
    }

    public FaultRule ofKey(String onlyKey) {
        return new FaultRule(
                fault,
                retryAfterSeconds,
                probability,
                count,
                model,
                tenant,
                onlyKey,
                provider,
                fromSeconds,
                untilSeconds,
                latency,
                callback);
    }

    /** Hits a share of the calls. */
    public FaultRule sometimes(double share) {
        return new FaultRule(
                fault,
                retryAfterSeconds,
                share,
                count,
                model,
                tenant,
                apiKey,
                provider,
                fromSeconds,
                untilSeconds,
                latency,
                callback);
    }

    public FaultRule times(int calls) {
        return new FaultRule(
                fault,
                retryAfterSeconds,
                probability,
                calls,
                model,
                tenant,
                apiKey,
                provider,
                fromSeconds,
                untilSeconds,
                latency,
                callback);
    }

    /** Only within these seconds after it is set. */
    public FaultRule within(double from, double until) {
        return new FaultRule(
                fault,
                retryAfterSeconds,
                probability,
                count,
                model,
                tenant,
                apiKey,
                provider,
                from,
                until,
                latency,
                callback);
    }

    boolean matches(Caller caller, String callProvider, String callModel, double secondsSinceSet) {
        return (model == null || model.equals(callModel))
                && (tenant == null || tenant.equals(caller.tenant()))
                && (apiKey == null || apiKey.equals(caller.apiKey()))
                && (provider == null || provider.equals(callProvider))
                && (fromSeconds == null || secondsSinceSet >= fromSeconds)
                && (untilSeconds == null || secondsSinceSet < untilSeconds);
    }
}

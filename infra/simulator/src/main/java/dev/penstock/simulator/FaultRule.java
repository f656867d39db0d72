package dev.penstock.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A fault for the calls that match. The first rule that matches and hits decides; a rule without model, tenant and key is a global default.
 *
 * @param fault what goes wrong
 * @param retryAfterSeconds value of {@code retry-after} on a 429; null leaves the header out
 * @param probability share of the matching calls that it hits, 0 to 1; null is all
 * @param count how many calls it hits at most; null is no end
 * @param model only calls of this model
 * @param tenant only calls whose {@code x-penstock-tenant} is this
 * @param apiKey only calls with this API key
 */
public record FaultRule(
        Fault fault,
        @Nullable Integer retryAfterSeconds,
        @Nullable Double probability,
        @Nullable Integer count,
        @Nullable String model,
        @Nullable String tenant,
        @Nullable String apiKey) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is left
     */
    @SuppressWarnings("ConstantValue") // a rule out of JSON may lack its fault
    public FaultRule {
        if (fault == null) {
            throw new IllegalArgumentException("A rule needs a fault");
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
        return new FaultRule(fault, null, null, null, null, null, null);
    }

    boolean matches(Caller caller, String callModel) {
        return (model == null || model.equals(callModel))
                && (tenant == null || tenant.equals(caller.tenant()))
                && (apiKey == null || apiKey.equals(caller.apiKey()));
    }
}

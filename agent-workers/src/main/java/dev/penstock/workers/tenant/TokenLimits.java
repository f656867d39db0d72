package dev.penstock.workers.tenant;

import dev.penstock.schemas.v1.TenantConfig;

/** How many tokens of each provider a tenant may use a minute. */
public final class TokenLimits {
    /** Of the plans Free, Pro and Agency, and of a tenant that is not known here. */
    public static final long USUAL = 100_000;

    public static final long ENTERPRISE = 500_000;

    private final Tenants tenants;

    public TokenLimits(Tenants tenants) {
        this.tenants = tenants;
    }

    /** Above 0: what its configuration says, or else its plan. */
    public long of(String tenant) {
        return tenants.of(tenant).map(TokenLimits::of).orElse(USUAL);
    }

    private static long of(TenantConfig config) {
        if (config.getTokensPerMinute() > 0) {
            return config.getTokensPerMinute();
        }
        return config.getPlan().equals("enterprise") ? ENTERPRISE : USUAL;
    }
}

package dev.penstock.workers.routing;

/** What tenants and accounts may use, and by whose account a tenant's calls are made. */
public interface ProviderTerms {
    /** Tokens of each provider that a tenant may use a minute; 0 for no limit. */
    long tenantTokensPerMinute(String tenant);

    /** Tokens that the installation's account may use a minute; 0 for no limit that is known. */
    long accountTokensPerMinute(String provider);

    /** Calls that it may make a minute; 0 for no limit that is known. */
    long accountCallsPerMinute(String provider);

    /** The tenant's own key; empty for the installation's. */
    String keyOf(String tenant, String provider);
}

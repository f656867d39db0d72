package dev.penstock.local;

/**
 * A seeded tenant and the key to act as it.
 *
 * @param name the tenant's id
 * @param plan such as {@code free}
 * @param apiKey the API key in plain text, for {@code Authorization: Bearer}
 */
public record TenantAccess(String name, String plan, String apiKey) {
    /** Hides the key, which must not reach a log by accident. */
    @Override
    public String toString() {
        return name + " (" + plan + ")";
    }
}

package dev.penstock.workers.tenant;

import dev.penstock.schemas.v1.TenantConfig;
import java.util.Optional;

/** The tenants' configurations in force, as far as this process has heard. */
@FunctionalInterface
public interface Tenants {
    /** Empty for a tenant that is not known here. */
    Optional<TenantConfig> of(String tenant);
}

package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.TenantConfig;

/** I18: each grant names the version of the tenant's configuration that is in force, and versions rise. */
final class VersionCheck extends Check {
    private long versions;

    VersionCheck(AuditOptions options) {
        super(Invariant.I18, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        TenantConfig inForce = before.config();
        if (e.event().getKindCase() == KindCase.CONFIGURED) {
            examined++;
            versions++;
            long version = e.event().getConfigured().getConfig().getVersion();
            if (inForce != null && version <= inForce.getVersion()) {
                findings.at(e, "version " + version + " follows version " + inForce.getVersion());
            }
        } else if (e.event().getKindCase() == KindCase.GRANTED && inForce != null) {
            examined++;
            long named = e.event().getGranted().getConfigVersion();
            if (named != inForce.getVersion()) {
                findings.at(
                        e, "granted by version %d, but version %d is in force".formatted(named, inForce.getVersion()));
            }
        }
    }

    @Override
    String note() {
        return examined == 0 ? "" : "%,d versions".formatted(versions);
    }
}

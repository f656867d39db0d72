package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Configure;
import dev.penstock.admission.Command.ConfigureRole;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.RoleConfigured;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** Puts a configuration in force unless the one in force is as new: they may come twice, and out of order. */
final class ConfigureDecider {
    private ConfigureDecider() {}

    static @Nullable Event decide(View view, ConfigureRole c) {
        return c.config().version() <= view.limits(c.config().role()).version() ? null : new RoleConfigured(c.config());
    }

    static @Nullable Event decide(View view, Configure c) {
        TenantView tenant = view.tenant(c.config().tenant());
        if (tenant == null) {
            return new Configured(1, c.config());
        }
        return c.config().version() <= tenant.config().version() ? null : new Configured(tenant.nextSeq(), c.config());
    }
}

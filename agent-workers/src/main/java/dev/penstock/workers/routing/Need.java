package dev.penstock.workers.routing;

import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import java.util.List;

/**
 * What an attempt needs a model for.
 *
 * @param chain the models that may run it, the one that is wanted most first; never empty
 * @param endByMillis when it has to be over, in milliseconds since 1970; 0 for never
 */
public record Need(Dispatch dispatch, RoleProfile profile, List<ModelRef> chain, long endByMillis) {
    public Need {
        chain = List.copyOf(chain);
    }

    /** Of an attempt that begins now. */
    public static Need of(Dispatch dispatch, RoleProfile profile, List<ModelRef> chain, long nowMillis) {
        long timeout = dispatch.getAttemptTimeoutMillis();
        long own = timeout > 0 ? nowMillis + timeout : 0;
        long tasks = dispatch.getEndByMillis();
        return new Need(dispatch, profile, chain, own == 0 || tasks == 0 ? Math.max(own, tasks) : Math.min(own, tasks));
    }

    String tenant() {
        return dispatch.getTenant();
    }

    ModelRef first() {
        return chain.getFirst();
    }
}

package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.why.EngineQueries.Reply;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.TenantStanding;
import java.util.List;
import java.util.Optional;

/** A tenant, to be changed or made. */
final class TenantSubject implements Subject<TenantStanding> {
    private final Engine engine;
    private final String tenant;
    private final Planner planner;
    private final boolean mayBeNew;

    /** What a request makes of a configuration. */
    interface Planner {
        Edit<TenantConfig> plan(TenantConfig before, Ask ask);
    }

    private TenantSubject(Engine engine, String tenant, boolean mayBeNew, Planner planner) {
        this.engine = engine;
        this.tenant = tenant;
        this.mayBeNew = mayBeNew;
        this.planner = planner;
    }

    static TenantSubject known(Engine engine, String tenant, Planner planner) {
        return new TenantSubject(engine, tenant, false, (before, ask) -> {
            if (before.getDeleted()) {
                throw Problem.of(ProblemType.TENANT_DELETED, "The tenant " + tenant + " was deleted.")
                        .exception();
            }
            return planner.plan(before, ask);
        });
    }

    /** One that there must not be yet, or was deleted. */
    static TenantSubject fresh(Engine engine, String tenant, Planner planner) {
        return new TenantSubject(engine, tenant, true, (before, ask) -> {
            if (before.getVersion() > 0 && !before.getDeleted()) {
                throw Problem.of(
                                ProblemType.TENANT_EXISTS,
                                "There is a tenant " + tenant + " already. Change it with PATCH /v1/tenants/" + tenant
                                        + ".")
                        .exception();
            }
            TenantConfig empty = TenantConfig.newBuilder()
                    .setTenant(tenant)
                    .setVersion(before.getVersion())
                    .addAllChanges(before.getChangesList())
                    .build();
            return planner.plan(empty, ask);
        });
    }

    @Override
    public TenantStanding read() {
        return switch (engine.queries().standing(tenant)) {
            case Reply.Found(TenantStanding standing) -> standing;
            case Reply.Unknown() -> {
                if (!mayBeNew) {
                    throw unknown();
                }
                yield TenantStanding.newBuilder()
                        .setConfig(TenantConfig.newBuilder().setTenant(tenant))
                        .build();
            }
            case Reply.Unavailable() -> throw Engine.unavailable();
        };
    }

    @Override
    public Optional<TenantStanding> tryRead() {
        return engine.queries().standing(tenant) instanceof Reply.Found(TenantStanding standing)
                ? Optional.of(standing)
                : Optional.empty();
    }

    @Override
    public long version(TenantStanding standing) {
        return standing.getConfig().getVersion();
    }

    @Override
    public List<ConfigChange> changes(TenantStanding standing) {
        return standing.getConfig().getChangesList();
    }

    @Override
    public Planned<TenantStanding> plan(TenantStanding standing, Ask ask) {
        if (standing.getConfig().getVersion() == Long.MAX_VALUE) {
            throw Problem.of(
                            ProblemType.TENANT_DELETED,
                            "The tenant " + tenant + " was deleted for good; its name cannot be used again.")
                    .exception();
        }
        Edit<TenantConfig> edit = planner.plan(standing.getConfig(), ask);
        TenantStanding next = standing.toBuilder().setConfig(edit.next()).build();
        Command command =
                Command.newBuilder().setTenant(tenant).setConfigure(edit.next()).build();
        return new Planned<>(new Edit<>(next, edit.fields()), () -> engine.sendToTenant(tenant, command));
    }

    /** The same for an unknown tenant and one that is not the caller's. */
    static ProblemException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such tenant.").exception();
    }
}

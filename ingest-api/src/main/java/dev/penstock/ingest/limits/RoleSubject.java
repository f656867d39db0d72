package dev.penstock.ingest.limits;

import dev.penstock.ingest.why.EngineQueries.Reply;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.RoleStanding;
import dev.penstock.schemas.v1.SlotRoles;
import java.util.List;
import java.util.Optional;

/** A role, in the slot that decides on its limits before all others are told. */
record RoleSubject(Engine engine, String role, byte[] body) implements Subject<RoleStanding> {
    @Override
    public RoleStanding read() {
        return tryRead().orElseThrow(Engine::unavailable);
    }

    @Override
    public Optional<RoleStanding> tryRead() {
        int slot = Slots.ofRole(role, engine.slots());
        return engine.queries().roles(slot, List.of(role)) instanceof Reply.Found(SlotRoles roles)
                ? Optional.of(roles.getRoles(0))
                : Optional.empty();
    }

    @Override
    public long version(RoleStanding standing) {
        return standing.getLimits().getVersion();
    }

    @Override
    public List<ConfigChange> changes(RoleStanding standing) {
        return standing.getLimits().getChangesList();
    }

    @Override
    public Planned<RoleStanding> plan(RoleStanding standing, Ask ask) {
        Edit<RoleLimits> edit = RoleEdit.of(body, standing.getLimits(), ask);
        RoleStanding next = standing.toBuilder().setLimits(edit.next()).build();
        Command command = Command.newBuilder().setLimitRole(edit.next()).build();
        return new Planned<>(new Edit<>(next, edit.fields()), () -> engine.sendToRole(role, command));
    }
}

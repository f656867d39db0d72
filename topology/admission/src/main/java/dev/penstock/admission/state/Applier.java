package dev.penstock.admission.state;

import dev.penstock.admission.CampaignState;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.CampaignCancelled;
import dev.penstock.admission.Event.CampaignProgressed;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.DeadForgotten;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Expired;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.Replayed;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.RoleConfigured;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Event.TenantEvent;
import dev.penstock.admission.Origin;
import dev.penstock.admission.Signal;
import dev.penstock.admission.Usage;
import dev.penstock.admission.index.Timer;
import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.CampaignRow;
import dev.penstock.admission.row.Lineage;
import dev.penstock.admission.row.RoleRow;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.row.TaskTerms;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The only writer of state. What an event does depends on the state and the event alone, so replaying the events of a slot on an empty back end
 * gives the very rows that the engine had.
 */
public final class Applier {
    /** Said of an attempt that ended before anything ran. */
    private static final long NOTHING_RAN = -1;

    private final State state;

    public Applier(State state) {
        this.state = state;
    }

    public void apply(Event event) {
        if (event instanceof TenantEvent known && known.seq() > 0 && !(event instanceof Configured)) {
            state.tenants.advance(known.tenant(), known.seq());
        }
        switch (event) {
            case Accepted e -> accepted(e);
            case Rejected _, Duplicate _, Conflict _ -> {
                // Refusals change nothing but the tenant's event sequence.
            }
            case ResultRejected e -> settled(e);
            case Granted e -> granted(e);
            case Started e -> started(e);
            case Renewed e -> change(e.task(), row -> row.renewed(e.leaseUntil()));
            case RetryScheduled e -> {
                TaskRow before = row(e.task());
                TaskRow booked = ended(before, e.usage(), e.unknownMicros());
                move(before, booked.retried(state.now(), e.notBefore()));
                state.index.budgetChanged(e.tenant());
                state.index.shareChanged(e.tenant(), e.task().role());
            }
            case Deferred e -> deferred(e);
            case Requeued e -> change(e.task(), row -> row.requeued(state.now()));
            case Replayed e -> replayed(e);
            case Succeeded e -> {
                state.tenants
                        .changing(e.tenant())
                        .existing(e.task().role())
                        .learnPrice(e.usage().costMicros());
                end(e.task(), TaskState.SUCCEEDED, e.usage(), 0);
            }
            case Dead e -> end(e.task(), TaskState.DEAD, e.usage(), e.unknownMicros());
            case Cancelled e -> end(e.task(), TaskState.CANCELLED, Usage.NONE, e.unknownMicros());
            case Expired e -> end(e.task(), TaskState.EXPIRED, Usage.NONE, e.unknownMicros());
            case Configured e -> configured(e);
            case RoleConfigured e -> roleConfigured(e);
            case ClockAdvanced e -> {
                state.slot.setNow(e.now());
                state.timePassed();
            }
            case CampaignCancelled e -> {
                CampaignKey key = new CampaignKey(e.tenant(), e.campaign());
                long run = state.campaigns.runOrBegin(key, e.seq());
                state.campaigns.change(key, run, campaign -> campaign.cancel(e.reason()));
                state.index.campaignCancelled(key);
            }
            case CampaignProgressed e -> {
                CampaignKey key = new CampaignKey(e.tenant(), e.campaign());
                state.campaigns.told(key);
                if (e.state() != CampaignState.RUNNING) {
                    state.campaigns.end(key);
                    state.index.campaignOver(key);
                }
            }
            case MarkersForgotten e -> forgotten(state.index.firstMarkers(e.count()), state.index::firstMarkerDeleted);
            case DeadForgotten e -> {
                for (int i = 0; i < e.count(); i++) {
                    TaskKey dead = state.index.firstDead();
                    state.payloads.deleteExisting(state.existing(dead));
                    forgotten(List.of(dead), state.index::firstDeadDeleted);
                }
            }
        }
    }

    /** Writes what the events so far changed, each row once. */
    public void flush() {
        state.flush();
    }

    private void accepted(Accepted e) {
        TaskKey key = key(e.task());
        TaskTerms terms = TaskTerms.of(e.options(), state.now(), e.options().estimateMicros());
        long notBefore = e.options().notBefore() > state.now() ? e.options().notBefore() : 0;
        CampaignKey campaign = new CampaignKey(e.tenant(), e.task().campaign());
        long run = e.counts() ? state.campaigns.runOrBegin(campaign, e.seq()) : 0;
        Lineage lineage = run == 0 && e.origin().equals(Origin.SUBMITTED)
                ? Lineage.NONE
                : new Lineage(run, e.origin().depth(), e.origin().after(), null);
        TaskRow row = TaskRow.accepted(
                e.task(),
                e.digest(),
                e.maxAttempts(),
                terms,
                lineage,
                notBefore,
                state.takeOrder(),
                state.queuesAreLong());
        if (run > 0) {
            state.campaigns.change(campaign, run, CampaignRow::accepted);
        }
        Timer timer = state.tasks.insert(key, row);
        state.payloads.insert(row, e.payload());
        state.index.inserted(row, timer);
    }

    private void granted(Granted e) {
        TaskRef task = e.task();
        String role = task.role();
        RoleRow before = state.slot.role(role);
        RoleRow after = before.granted(state.index.unstarted(role) + 1, state.index.leastShare(role));
        TaskRow row = row(task);
        Tenant tenant = state.tenants.changing(task.tenant());
        LaneAccount lane = tenant.existing(role);
        lane.debit(after.floor(), e.reservedMicros());
        tenant.book.reserve(e.reservedMicros());
        if (!row.charges().counted()) {
            lane.count(state.month(), 1);
        }
        steer(role, before, after);
        move(row, row.granted(state.now(), e.startBy(), state.month()));
        state.index.budgetChanged(task.tenant());
    }

    private void started(Started e) {
        TaskRow row = row(e.task());
        RoleRow role = state.slot.role(row.role());
        steer(row.role(), role, role.started(row.since(), e.waitedMillis(), state.now(), state.policy()));
        move(row, row.started(state.now(), e.leaseUntil(), e.workerId()));
    }

    private void deferred(Deferred e) {
        TaskRow row = row(e.task());
        if (row.state() == TaskState.GRANTED) {
            // No worker can hand back what none has started: the grant lapsed.
            RoleRow role = state.slot.role(row.role());
            steer(row.role(), role, role.late(row.since(), state.now()));
        }
        TaskRow handedBack = e.usage().costMicros() == 0 ? nothingRan(row) : ended(row, e.usage(), 0);
        move(row, handedBack.deferred(state.now(), e.notBefore()));
        state.index.budgetChanged(row.tenant());
        state.index.shareChanged(row.tenant(), row.role());
    }

    private long floor(TaskRow row) {
        return state.slot.role(row.role()).floor();
    }

    /** Takes back what a grant debited, reserved and counted. */
    private TaskRow nothingRan(TaskRow live) {
        Tenant tenant = state.tenants.changing(live.tenant());
        tenant.book.release(live.terms().estimateMicros());
        LaneAccount lane = tenant.existing(live.role());
        lane.correct(floor(live), live.terms().estimateMicros(), NOTHING_RAN);
        if (live.attempt() > 1) {
            return live;
        }
        if (live.charges().countedMonth() == state.month()) {
            lane.count(state.month(), -1);
        }
        return live.uncounted();
    }

    /** Books what an attempt cost that ended, and returns its row with what is on the books of it. */
    private TaskRow ended(TaskRow row, Usage usage, long unknownMicros) {
        if (!row.state().live()) {
            return row;
        }
        if (row.state() == TaskState.GRANTED) {
            return nothingRan(row);
        }
        Tenant tenant = state.tenants.changing(row.tenant());
        long estimate = row.terms().estimateMicros();
        tenant.book.release(estimate);
        if (unknownMicros > 0) {
            tenant.book.bookUnknown(state.month(), unknownMicros);
            charge(row, unknownMicros);
            return row.unknown(row.attempt(), state.month());
        }
        tenant.book.spend(state.month(), usage.costMicros());
        charge(row, usage.costMicros());
        tenant.existing(row.role()).correct(floor(row), estimate, usage.costMicros());
        return row;
    }

    /** A result came too late, but told what its attempt cost; or a start was refused, whose worker may tell what it used all the same. */
    private void settled(ResultRejected e) {
        if (e.signal() == Signal.START && !e.task().role().isEmpty()) {
            TaskRow row = row(e.task());
            note(row, row.refusedStart(e.attempt()));
        } else if (e.settledMicros() > 0) {
            TaskRow row = row(e.task());
            Tenant tenant = state.tenants.changing(e.tenant());
            tenant.book.settleUnknown(
                    state.month(), e.settledMicros(), e.usage().costMicros());
            tenant.existing(row.role())
                    .correct(floor(row), e.settledMicros(), e.usage().costMicros());
            charge(row, e.usage().costMicros() - e.settledMicros());
            note(row, row.known(e.attempt()));
            state.index.budgetChanged(e.tenant());
            state.index.shareChanged(e.tenant(), row.role());
        } else if (e.usage().costMicros() > 0) {
            TaskRow row = row(e.task());
            state.tenants
                    .changing(e.tenant())
                    .book
                    .spend(state.month(), e.usage().costMicros());
            charge(row, e.usage().costMicros());
            note(row, row.toldAfterRefusal(e.attempt()));
            state.index.budgetChanged(e.tenant());
        }
    }

    private void roleConfigured(RoleConfigured e) {
        String role = e.config().role();
        state.slot.setLimits(e.config());
        state.index.roleChanged(role, state.slot.role(role));
    }

    private void configured(Configured e) {
        state.tenants.configure(e.config());
        state.tenants.advance(e.tenant(), e.seq());
        state.index.tenantChanged(e.tenant());
    }

    private void forgotten(List<TaskKey> first, Runnable firstDeleted) {
        state.tasks.deleteExisting(first);
        first.forEach(task -> firstDeleted.run());
        // The highest place given so far may have been one of theirs.
        state.slot.setLeastOrder(state.nextOrder());
    }

    private void end(TaskRef ref, TaskState how, Usage usage, long unknownMicros) {
        TaskRow before = row(ref);
        TaskRow booked = ended(before, usage, unknownMicros);
        move(before, booked.ended(how, state.now(), state.takeOrder()));
        if (how != TaskState.DEAD) {
            state.payloads.deleteExisting(before);
        }
        if (before.lineage().counts()) {
            state.campaigns.change(before.campaign(), before.lineage().run(), campaign -> campaign.ended(how));
        }
        for (TaskKey child : state.index.waitingFor(key(ref))) {
            TaskRow row = state.tasks.existing(child);
            move(row, how == TaskState.SUCCEEDED ? row.met(ref.taskId(), state.now()) : row.orphaned(how, state.now()));
        }
        state.index.budgetChanged(ref.tenant());
        state.index.shareChanged(ref.tenant(), ref.role());
    }

    private void replayed(Replayed e) {
        TaskRow before = row(e.task());
        long run = 0;
        if (e.recounts()) {
            run = state.campaigns.runOrBegin(before.campaign(), e.seq());
            boolean same = run == before.lineage().run();
            state.campaigns.change(before.campaign(), run, same ? CampaignRow::replayed : CampaignRow::accepted);
        }
        long order = state.takeOrder();
        move(before, before.replayed(state.now(), e.maxAttempts(), run, state.month(), order));
    }

    private void charge(TaskRow row, long micros) {
        if (row.lineage().counts() && micros != 0) {
            state.campaigns.change(row.campaign(), row.lineage().run(), campaign -> campaign.charged(micros));
        }
    }

    private void steer(String role, RoleRow before, RoleRow after) {
        if (!after.equals(before)) {
            state.slot.setRole(role, after);
            state.index.roleChanged(role, after);
        }
    }

    private TaskRow row(TaskRef ref) {
        return state.tasks.existing(ref);
    }

    private void change(TaskRef ref, UnaryOperator<TaskRow> change) {
        TaskRow before = row(ref);
        move(before, change.apply(before));
    }

    private void move(TaskRow before, TaskRow after) {
        Timer timer = state.tasks.update(after);
        state.index.updated(before, after, timer);
    }

    /** A change that nothing that is derived from rows depends on, but where the row lies. */
    private void note(TaskRow before, TaskRow after) {
        Timer timer = state.tasks.update(after);
        if (before.payloadForm() != after.payloadForm()) {
            state.index.updated(before, after, timer);
        }
    }

    private static TaskKey key(TaskRef ref) {
        return new TaskKey(ref.tenant(), ref.taskId());
    }
}

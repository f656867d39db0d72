package dev.penstock.admission;

import dev.penstock.admission.Command.Complete;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.decide.CampaignDecider;
import dev.penstock.admission.decide.Deciders;
import dev.penstock.admission.decide.DueWork;
import dev.penstock.admission.decide.Explainer;
import dev.penstock.admission.decide.Grants;
import dev.penstock.admission.decide.PlanDecider;
import dev.penstock.admission.state.Applier;
import dev.penstock.admission.state.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One slot's admission engine: commands in, events out, state changed only by applying those events. Single-threaded and deterministic: the
 * same rows and the same commands at the same times give the same events, byte for byte.
 *
 * <p>It only orchestrates. Rules live in {@code decide} and see a read view; {@link Applier} alone writes. Each event is applied before the next
 * is decided, so every decision sees what the one before it did. An exception is a bug: what the engine holds in memory is then not to be
 * trusted, and neither are the rows written since the last commit.
 */
public final class Engine {
    private final Policy policy;
    private final State state;
    private final Applier applier;
    private final List<Event> events = new ArrayList<>();
    private final List<Event> eventsView = Collections.unmodifiableList(events);

    /** The engine of the only slot there is. */
    public Engine(Policy policy, Backend backend) {
        this(policy, SlotPlace.ONLY, backend);
    }

    /** Builds the in-memory indexes (queues, ready lanes, timers) from the rows in {@code backend}. */
    public Engine(Policy policy, SlotPlace place, Backend backend) {
        this.policy = policy;
        this.state = new State(policy, place, backend);
        this.applier = new Applier(state);
    }

    /**
     * Decides on a command, applies what it decided, and grants what may run now. Rows that change on the way are in the back end only after
     * {@link #flush()}.
     *
     * @param nowMillis milliseconds since 1970-01-01T00:00Z; an earlier time than one seen before counts as that one
     * @return what happened, in order; a view that is valid until the next call
     */
    public List<Event> process(Command command, long nowMillis) {
        events.clear();
        if (nowMillis > state.now()) {
            happened(new ClockAdvanced(nowMillis));
        }
        Event answer = Deciders.decide(state, command);
        happened(answer);
        if (command instanceof Complete c && answer instanceof Succeeded) {
            admitPlan(c);
        }
        doDueWork();
        grant();
        tellProgress();
        if (state.flushDue()) {
            flush();
        }
        return eventsView;
    }

    /**
     * Writes every row that changed since the last time, each once. To be called before what came of the commands so far is committed; earlier
     * does no harm.
     */
    public void flush() {
        applier.flush();
    }

    /** The engine's clock after the last command: never falls. */
    public long now() {
        return state.now();
    }

    /** The payload of a live task, for its dispatch; null when the task is unknown, or has ended otherwise than dead. */
    public byte @Nullable [] payload(String tenant, UUID taskId) {
        return state.payload(tenant, taskId);
    }

    /** The bounds of a task that was granted just now. */
    public Bounds bounds(Event.Granted granted) {
        return Grants.bounds(state, granted);
    }

    /**
     * Whether work was left over because of {@link Policy#maxGrantsPerCommand()} or {@link Policy#maxExpiriesPerCommand()}: the caller should tick
     * soon.
     */
    public boolean hasMoreToDo() {
        return state.hasMoreToDo();
    }

    /**
     * Why a task is not running yet; null for one that is not known, or no longer. Changes nothing, and costs as much as there are tasks ahead of it.
     * To be called between two commands.
     */
    public @Nullable Explanation explain(String tenant, UUID taskId) {
        return Explainer.explain(state, tenant, taskId);
    }

    /** How a tenant and its lanes stand; null for one that is not known. To be called between two commands. */
    public @Nullable TenantSummary summarize(String tenant) {
        return Explainer.summarize(state, tenant);
    }

    /** The configuration of a tenant that is in force; null for one that is not known. To be called between two commands. */
    public @Nullable TenantConfig config(String tenant) {
        return state.config(tenant);
    }

    /** The operator's limits of a role that are in force. To be called between two commands. */
    public RoleConfig limits(String role) {
        return state.limits(role);
    }

    /** How a role stands in the slot. To be called between two commands. */
    public RoleSummary summarizeRole(String role) {
        return Explainer.summarizeRole(state, role);
    }

    /**
     * The next {@code limit} tenants in order of name, those that follow {@code after}. To be called between two commands; costs as much as there are
     * tenants.
     */
    public List<String> tenantsAfter(String after, int limit) {
        return state.tenantsAfter(after, limit);
    }

    /** Grants and leases of a tenant, and tasks of it that wait or are queued; both cheap. To be called between two commands. */
    public Work work(String tenant) {
        return state.work(tenant);
    }

    /** Counts for gauges; cheap. */
    public Summary summary() {
        return state.summary();
    }

    /** Queues, held slots, timers and markers as text, one fact a line. For diagnosis: it costs as much as there is to say. */
    public String describe() {
        return state.describe();
    }

    private void admitPlan(Complete command) {
        int place = 0;
        while (happened(PlanDecider.planned(state, command, place))) {
            place++;
        }
    }

    /** Of as many campaigns as had a task that was accepted or ended. */
    private void tellProgress() {
        while (happened(CampaignDecider.nextProgress(state))) {
            // Each telling is one less to be told.
        }
    }

    private void doDueWork() {
        int left = policy.maxExpiriesPerCommand();
        while (left > 0 && happened(DueWork.nextTask(state))) {
            left--;
        }
        MarkersForgotten markers = DueWork.forgetMarkers(state, left);
        happened(markers);
        happened(DueWork.forgetDead(state, left - (markers == null ? 0 : markers.count())));
    }

    private void grant() {
        if (state.nextInCancelledCampaign() != null) {
            // More is to be cancelled than one command may do: nothing of it may be granted meanwhile.
            return;
        }
        int left = policy.maxGrantsPerCommand();
        while (left > 0 && happened(Grants.next(state))) {
            left--;
        }
    }

    private boolean happened(@Nullable Event event) {
        if (event == null) {
            return false;
        }
        applier.apply(event);
        events.add(event);
        return true;
    }

    /** What a tenant has in the slot. */
    public record Work(int pending, int live) {}

    /** How many tasks the slot holds in each way. */
    public record Summary(long queued, long waiting, long granted, long running, long markers, int tenants) {}
}

package dev.penstock.torture;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Progress;
import dev.penstock.admission.Usage;
import java.util.ArrayList;
import java.util.List;

/** The share group of dispatches and the workers on it: they take in any order, and under faults die, stall, repeat themselves and lie. */
final class Workers {
    private static final int SLOTS = 4;
    private static final int REDELIVERY_MILLIS = 700;

    private record Dispatch(TaskRef task, int attempt, long at) {}

    /** One try of a worker at an attempt. */
    private static final class Run {
        final Worker worker;
        final Dispatch dispatch;
        boolean over;
        long stalledUntil;

        Run(Worker worker, Dispatch dispatch) {
            this.worker = worker;
            this.dispatch = dispatch;
        }
    }

    private static final class Worker {
        final String id;
        final List<Run> runs = new ArrayList<>();

        Worker(String id) {
            this.id = id;
        }
    }

    private final Dice dice;
    private final Agenda agenda;
    private final Network network;
    private final Policy policy;
    private final Faults faults;
    private final Planner planner;
    private final List<Dispatch> dispatches = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();

    Workers(Dice dice, Agenda agenda, Network network, Policy policy, Faults faults) {
        this.dice = dice;
        this.agenda = agenda;
        this.network = network;
        this.policy = policy;
        this.faults = faults;
        this.planner = new Planner(dice, agenda, policy.plans().role());
        for (int i = dice.between(1, 3); i > 0; i--) {
            Worker worker = new Worker("w" + i);
            workers.add(worker);
            agenda.in(dice.between(0, 50), () -> poll(worker));
        }
    }

    /** A committed event comes by. */
    void read(Event event) {
        if (event instanceof Granted e) {
            dispatches.add(new Dispatch(e.task(), e.attempt(), agenda.now()));
        }
    }

    private void poll(Worker worker) {
        if (faults.happens("worker death", 1)) {
            worker.runs.forEach(run -> run.over = true);
            worker.runs.clear();
        }
        while (!dispatches.isEmpty() && worker.runs.size() < SLOTS) {
            take(worker, dispatches.remove(dice.between(0, dispatches.size() - 1)));
        }
        boolean away = faults.happens("worker away", 1);
        agenda.in(away ? 3 * policy.startTimeout().toMillis() : dice.between(5, 60), () -> poll(worker));
    }

    private void take(Worker worker, Dispatch dispatch) {
        boolean lost = faults.happens("dispatch delivered again unstarted", 3);
        if (lost || faults.happens("dispatch delivered twice", 3)) {
            agenda.in(REDELIVERY_MILLIS, () -> dispatches.add(dispatch));
        }
        if (lost) {
            return;
        }
        TaskRef task = dispatch.task();
        send(new Command.Start(task.tenant(), task.taskId(), dispatch.attempt(), worker.id, dispatch.at()));
        Run run = new Run(worker, dispatch);
        worker.runs.add(run);
        if (faults.happens("pause past the lease", 4)) {
            run.stalledUntil = agenda.now() + 2 * policy.lease().toMillis();
        }
        long lease = policy.lease().toMillis();
        agenda.in(lease / 3, () -> heartbeat(run));
        agenda.in(dice.between(1, (int) (faults.on() ? 2 * lease : lease / 2)), () -> finish(run));
    }

    private void heartbeat(Run run) {
        if (!run.over) {
            TaskRef task = run.dispatch.task();
            if (run.stalledUntil <= agenda.now()) {
                send(new Command.Renew(
                        task.tenant(),
                        task.taskId(),
                        run.dispatch.attempt(),
                        run.worker.id,
                        dice.chance(90)
                                ? 0
                                : dice.between(-1, 2 * (int) policy.maxLease().toMillis()),
                        dice.chance(90) ? null : new Progress("progress", "at " + agenda.now(), "", "")));
            }
            agenda.in(policy.lease().toMillis() / 3, () -> heartbeat(run));
        }
    }

    private void finish(Run run) {
        if (run.stalledUntil > agenda.now()) {
            agenda.in(run.stalledUntil - agenda.now(), () -> finish(run));
        } else if (!run.over) {
            run.over = true;
            run.worker.runs.remove(run);
            send(outcome(run));
            if (faults.happens("forged signal", 5)) {
                send(forged(run));
            }
        }
    }

    private Command outcome(Run run) {
        TaskRef task = run.dispatch.task();
        int attempt = run.dispatch.attempt();
        String worker = run.worker.id;
        int roll = dice.between(1, 100);
        if (roll <= 70) {
            Usage usage = new Usage(roll, 1, dice.between(0, 60));
            return new Command.Complete(
                    task.tenant(), task.taskId(), attempt, worker, usage, "done", planner.plan(task));
        } else if (roll <= 90) {
            boolean retryable = roll <= 85;
            long retryAfter = dice.chance(20) ? dice.between(0, 20_000) : 0;
            String kind = retryable ? "provider_error" : "invalid_request";
            return new Command.Fail(
                    task.tenant(),
                    task.taskId(),
                    attempt,
                    worker,
                    new Usage(1, 0, dice.between(0, 5)),
                    kind,
                    "",
                    retryable,
                    retryAfter);
        }
        return new Command.Defer(
                task.tenant(),
                task.taskId(),
                attempt,
                worker,
                "rate_limited",
                dice.between(-5, 3_000),
                dice.chance(30) ? new Usage(1, 1, dice.between(0, 30)) : Usage.NONE);
    }

    /** A signal that nobody has a right to send: another attempt's, another worker's or nobody's, another tenant's. */
    private Command forged(Run run) {
        TaskRef task = run.dispatch.task();
        int attempt = Math.max(1, run.dispatch.attempt() + dice.between(-1, 1));
        String worker = dice.chance(20) ? "" : dice.oneOf(workers).id;
        String tenant = dice.chance(20) ? dice.oneOf(Customers.TENANTS) : task.tenant();
        return switch (dice.between(1, 4)) {
            case 1 -> new Command.Complete(tenant, task.taskId(), attempt, worker, Usage.NONE, "forged");
            case 2 -> new Command.Fail(tenant, task.taskId(), attempt, worker, Usage.NONE, "forged", "", true, 0);
            case 3 -> new Command.Start(tenant, task.taskId(), attempt, worker, agenda.now());
            default -> new Command.Renew(tenant, task.taskId(), attempt, worker);
        };
    }

    private void send(Command command) {
        network.send(command);
    }
}

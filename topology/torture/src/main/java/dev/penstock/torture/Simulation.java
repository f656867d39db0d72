package dev.penstock.torture;

import static dev.penstock.torture.Checks.requireEqual;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.Months;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Table;
import dev.penstock.admission.row.CampaignCodec;
import java.time.Duration;

/** One schedule: a world made from a seed, let loose on an engine, and what must hold at the end of it. */
final class Simulation implements Schedule {
    private static final int TICK_MILLIS = 400;
    /** Schedules that may be longer, by up to this factor, than they must be. */
    private static final int PERCENT_LONG = 10;

    private static final int LONG = 4;
    private static final int QUIET_WITHIN_MILLIS = 900_000;

    private final Dice dice;
    private final Agenda agenda;
    private final Policy policy;
    private final Checks checks;
    private final Faults faults;
    private final LogClock clock;
    private final Slot slot;
    private final Replays replays;
    private final Workers workers;
    private final Customers customers;
    private final int leastSteps;
    private final long seed;

    /** @param leastSteps commands to be processed while faults happen */
    Simulation(long seed, int leastSteps, Coverage coverage) {
        this.seed = seed;
        dice = new Dice(seed);
        agenda = new Agenda(start(dice));
        this.leastSteps = dice.chance(PERCENT_LONG) ? dice.between(leastSteps, LONG * leastSteps) : leastSteps;
        policy = policy(dice);
        checks = new Checks(policy, coverage);
        faults = new Faults(dice, coverage);
        clock = new LogClock(dice, agenda, faults);
        slot = new Slot(policy, checks, this::read);
        replays = new Replays(policy);
        Network network = new Network(dice, agenda, clock, faults, slot);
        workers = new Workers(dice, agenda, network, policy, faults);
        customers = new Customers(dice, network, faults);
        agenda.in(0, this::act);
        agenda.in(1, this::pump);
        agenda.in(2, this::tick);
    }

    /** Often so that a month turns while it lasts. */
    private static long start(Dice dice) {
        return dice.chance(50) ? Months.start(24_323) - dice.between(1, 60_000) : dice.chance(10) ? 1_000 : 1_000_000;
    }

    /** Small bounds and short times, so that a schedule of a minute meets all of them. */
    private static Policy policy(Dice dice) {
        return new Policy(
                dice.between(1, 4),
                dice.millis(500, 4_000),
                dice.millis(500, 3_000),
                dice.millis(3_000, 12_000),
                dice.millis(10, 500),
                dice.millis(500, 5_000),
                dice.millis(2_000, 30_000),
                dice.millis(5, 200),
                dice.between(1, 8),
                dice.between(8, 64),
                dice.between(10, 200),
                dice.chance(50) ? dice.millis(50, 1_500) : dice.millis(200, 20_000),
                dice.between(1, 4),
                dice.between(1, 50),
                dice.between(1, 8),
                dice.chance(25) ? 1 : dice.between(1, 8),
                dice.chance(50) ? dice.between(1, 10) : 20_000,
                new Policy.DeadLetters(dice.millis(1_000, 60_000), dice.between(1, 8)),
                new Policy.Plans("activity-planner", dice.between(2, 6), dice.between(1, 3)));
    }

    @Override
    public int steps() {
        return slot.journal().size();
    }

    @Override
    public long events() {
        return slot.events();
    }

    /** An even seed's schedule is for liveness, an odd one's for safety. */
    @Override
    public void run() {
        while (steps() < leastSteps) {
            agenda.step();
        }
        if (seed % 2 == 0) {
            runForLiveness();
        } else {
            // Faults from the first to the last moment.
            validate();
        }
    }

    /** Faults stop at some time, and then all work must end and be forgotten. */
    private void runForLiveness() {
        faults.stop();
        clock.heal(slot.engine().now());
        customers.openEverything();
        long deadline = agenda.now() + QUIET_WITHIN_MILLIS;
        while (!quiet() && agenda.now() < deadline) {
            agenda.step();
        }
        checks.requireQuiet();
        requireEqual("payload", "rows at the end", Rows.count(slot.rows(), Table.PAYLOADS), checks.dead());
        requireEqual("markers", "rows at the end", Rows.count(slot.rows(), Table.TASKS), checks.remembered());
        requireEqual("I25", "campaigns at the end", Rows.count(slot.rows(), Table.TENANTS, CampaignCodec.CAMPAIGN), 0);
        validate();
        long forgotten = agenda.now()
                + policy.markerTtl().toMillis()
                + policy.deadLetters().ttl().toMillis()
                + Duration.ofMinutes(2).toMillis();
        while (agenda.now() < forgotten && (checks.remembered() > 0 || slot.lag() > 0)) {
            agenda.step();
        }
        requireEqual("markers", "rows after their time", Rows.count(slot.rows(), Table.TASKS), 0);
        requireEqual("payload", "rows after their time", Rows.count(slot.rows(), Table.PAYLOADS), 0);
        validate();
    }

    private boolean quiet() {
        return slot.lag() == 0 && checks.open() == 0;
    }

    private void read(Event event) {
        workers.read(event);
        customers.read(event);
    }

    private void act() {
        if (faults.on()) {
            customers.act();
            agenda.in(dice.chance(10) ? dice.between(500, 5_000) : dice.between(0, 150), this::act);
        }
    }

    private void pump() {
        boolean stalled = faults.happens("engine stalled", 1);
        if (slot.lag() > 0 && !stalled) {
            slot.process(dice.between(1, 40));
            if (faults.happens("engine crash", 8)) {
                slot.crash();
            } else if (dice.chance(70)) {
                slot.commit();
                if (dice.chance(2)) {
                    slot.requireSameAfterRestart();
                }
            }
        }
        agenda.in(stalled ? 3 * policy.lease().toMillis() : dice.between(1, 40), this::pump);
    }

    private void tick() {
        clock.maybeStep();
        slot.append(new Command.Tick(), clock.now());
        boolean cease = faults.happens("ticks cease", 1);
        agenda.in(
                cease ? dice.between(1_000, 20_000) : slot.hasMoreToDo() ? 20 : dice.between(50, TICK_MILLIS),
                this::tick);
    }

    private void validate() {
        slot.process(Integer.MAX_VALUE);
        checks.requirePayloads(slot.engine());
        replays.require(slot);
        checks.requireConfigs(slot.restarted());
    }
}

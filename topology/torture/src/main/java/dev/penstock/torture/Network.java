package dev.penstock.torture;

import dev.penstock.admission.Command;

/** The way into the command log: takes a while, and under faults loses, repeats and delays, so that commands overtake each other. */
final class Network {
    private final Dice dice;
    private final Agenda agenda;
    private final LogClock clock;
    private final Faults faults;
    private final Slot slot;

    Network(Dice dice, Agenda agenda, LogClock clock, Faults faults, Slot slot) {
        this.dice = dice;
        this.agenda = agenda;
        this.clock = clock;
        this.faults = faults;
        this.slot = slot;
    }

    long now() {
        return clock.now();
    }

    void send(Command command) {
        if (faults.happens("command lost", 2)) {
            return;
        }
        deliver(command);
        if (faults.happens("command repeated", 4)) {
            deliver(command);
        }
    }

    private void deliver(Command command) {
        boolean late = faults.happens("command late", 5);
        agenda.in(late ? dice.between(100, 8_000) : dice.between(0, 5), () -> append(command));
    }

    private void append(Command command) {
        boolean fallsBack = faults.happens("log time falls back", 1);
        slot.append(command, fallsBack ? clock.now() - dice.between(1, 3_000) : clock.now());
    }
}

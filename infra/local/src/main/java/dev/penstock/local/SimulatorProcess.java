package dev.penstock.local;

import dev.penstock.embedded.ParentWatch;
import dev.penstock.simulator.SimulatorMain;

/** Runs the provider simulator as a process of the local stack, with the arguments of {@link SimulatorMain}. Ends with the process that started it. */
public final class SimulatorProcess {
    private SimulatorProcess() {}

    public static void main(String[] args) throws Exception {
        ParentWatch.start();
        SimulatorMain.main(args);
    }
}

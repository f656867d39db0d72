package dev.penstock.simulation.measure;

/** What is counted of one tenant. Cost is in micro-dollars, what is booked for attempts of unknown cost included. */
public final class TenantFigures {
    public final Waits waits = new Waits();
    public long accepted;
    public long refused;
    public long succeeded;
    public long dead;
    public long cancelled;
    public long expired;
    public long attempts;
    public long unfinished;
    public long notStarted;
    public long costMicros;
}

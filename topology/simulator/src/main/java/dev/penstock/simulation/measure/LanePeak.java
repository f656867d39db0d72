package dev.penstock.simulation.measure;

/** The most grants and leases that a lane held at once, as its grants tell, and the highest cap that was in force at one. */
public record LanePeak(int live, int cap) {
    LanePeak and(int otherLive, int otherCap) {
        return new LanePeak(Math.max(live, otherLive), Math.max(cap, otherCap));
    }
}

package dev.penstock.cli.board;

/**
 * A lane at a moment.
 *
 * @param running live grants and leases
 * @param urgent queued in this tier, and so on
 * @param waiting between attempts
 * @param costMicros micro-dollars of all its attempts so far
 * @param mostRunning the most that ever were live at once
 */
public record LaneRow(
        LaneKey lane,
        int cap,
        int running,
        int urgent,
        int normal,
        int batch,
        int waiting,
        long done,
        long dead,
        long retries,
        long costMicros,
        int mostRunning) {

    int queued() {
        return urgent + normal + batch;
    }

    boolean idle() {
        return running == 0 && queued() == 0 && waiting == 0 && done == 0 && dead == 0;
    }

    /** This lane's figures and another's together, under the given name. */
    LaneRow plus(LaneRow o, LaneKey name) {
        return new LaneRow(
                name,
                cap + o.cap,
                running + o.running,
                urgent + o.urgent,
                normal + o.normal,
                batch + o.batch,
                waiting + o.waiting,
                done + o.done,
                dead + o.dead,
                retries + o.retries,
                costMicros + o.costMicros,
                mostRunning + o.mostRunning);
    }
}

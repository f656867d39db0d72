package dev.penstock.admission;

/** What somebody can say about an attempt: a worker, or for the last one whoever replays a dead task. */
public enum Signal {
    START,
    RENEW,
    FINISH,
    DEFER,
    REPLAY
}

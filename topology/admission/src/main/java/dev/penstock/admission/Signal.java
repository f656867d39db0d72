package dev.penstock.admission;

/** What a worker can say about an attempt. */
public enum Signal {
    START,
    RENEW,
    FINISH,
    DEFER
}

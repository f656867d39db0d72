package dev.penstock.admission;

/** Whether work may come into a tenant, a role or a lane, and whether it may run. What runs already always goes on. */
public enum Flow {
    /** In and on. */
    OPEN,
    /** Tasks are taken in and wait; none is granted. */
    PAUSED,
    /** Nothing more is taken in; what waits is granted as ever. */
    DRAINING
}

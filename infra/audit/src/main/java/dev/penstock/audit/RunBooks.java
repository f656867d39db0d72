package dev.penstock.audit;

/**
 * What the events say of the money of an attempt in one worker's hands: mostly one run, several when the attempt was handed back and came to
 * the same worker again. All amounts in micro-dollars.
 */
final class RunBooks {
    /** Booked as spent, since the worker told. */
    long spent;

    /** Ends at which the worker told what was used. */
    int told;

    /** Booked at the estimate, and still so. */
    long unknown;

    /** Ends at which nobody knew, and still nobody does. */
    int untold;

    /** When the last of those was booked, engine clock. */
    long untoldAt;

    /** How often it was handed back while it ran without a cost, of which nothing is booked. */
    int handedBack;

    /** Whether it runs. */
    boolean live;
}

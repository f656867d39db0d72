package dev.penstock.admission.row;

/**
 * How the payload of a task lies in its place. Behind a long queue the task's own row lies there too, as it was accepted: by the time that it is granted it has left
 * memory, and then one read gives both.
 */
public enum PayloadForm {
    /** By itself. */
    BARE,

    /** With this very row. */
    WITH_ROW,

    /** With the row as it was when the task was accepted: it has changed since. */
    WITH_FORMER_ROW;

    private static final PayloadForm[] ALL = values();

    static PayloadForm of(int ordinal) {
        return ALL[ordinal];
    }

    /** That of a row that comes after one of this form. */
    PayloadForm changed() {
        return this == BARE ? BARE : WITH_FORMER_ROW;
    }
}

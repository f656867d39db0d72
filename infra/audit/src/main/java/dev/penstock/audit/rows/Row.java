package dev.penstock.audit.rows;

/** A row as the records so far tell it. */
abstract class Row {
    /** Whether the records tell it from its beginning; otherwise, where retention has taken records, nothing can be said of it. */
    boolean begun;

    /** A record of it was dead-lettered, perhaps for a value that the database refuses: it is not compared. */
    boolean aside;

    /** Of the record that changed it last. */
    long offset;

    abstract Columns columns();
}

package dev.penstock.admission;

/** Where an engine keeps its rows. */
public interface Backend {
    KeyValues table(Table table);
}

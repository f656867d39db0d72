package dev.penstock.workers.openai;

import dev.penstock.workers.adapter.CallResult;

/** Puts a streamed answer together. */
interface Reply<E> {
    void add(E event);

    /** What it amounts to once nothing more comes. */
    CallResult result();
}

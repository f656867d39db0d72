package dev.penstock.workers.adapter;

import dev.penstock.schemas.v1.Usage;

/** Gives each task's input back at once, calls no provider and costs nothing. A runtime for load tests. */
public final class EchoAdapter implements RuntimeAdapter {
    public static final String NAME = "echo";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome run(RunRequest request, CallRecorder calls) {
        return new Outcome.Success(request.input(), Usage.getDefaultInstance());
    }
}

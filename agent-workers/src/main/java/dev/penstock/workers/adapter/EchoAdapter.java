package dev.penstock.workers.adapter;

/** Gives each task's input back at once, calls no provider and costs nothing. A runtime for load tests. */
public final class EchoAdapter implements RuntimeAdapter {
    public static final String NAME = "echo";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isMetered() {
        return false;
    }

    @Override
    public CallResult call(CallRequest request, Answer answer) {
        answer.append(request.turns().getLast().text());
        answer.complete();
        return new CallResult.Answered();
    }
}

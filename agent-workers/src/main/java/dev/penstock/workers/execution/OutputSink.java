package dev.penstock.workers.execution;

/** Where an attempt's output goes piece by piece, for those who watch. Never blocks its caller for long, and never fails. */
public interface OutputSink {
    /** Nobody watches. */
    OutputSink NONE = new OutputSink() {
        @Override
        public void piece(String text) {}

        @Override
        public void restart() {}
    };

    /** Text that follows on what came before. */
    void piece(String text);

    /** Another call begins: what came before is void. Nothing happens when nothing came. */
    void restart();
}

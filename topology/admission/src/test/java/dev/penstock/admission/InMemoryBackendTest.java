package dev.penstock.admission;

class InMemoryBackendTest extends BackendContract {
    @Override
    protected Backend create() {
        return new InMemoryBackend();
    }
}

package dev.penstock.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InMemoryBackendTest extends BackendContract {
    @Override
    protected Backend create() {
        return new InMemoryBackend();
    }

    @Test
    void shouldShareNoLaterChangeWithACopy() {
        InMemoryBackend backend = new InMemoryBackend();
        backend.table(Table.TASKS).put(new byte[] {1}, new byte[] {1});
        InMemoryBackend copy = backend.copy();
        backend.table(Table.TASKS).put(new byte[] {1}, new byte[] {2});
        assertThat(copy.table(Table.TASKS).get(new byte[] {1})).containsExactly(1);
    }
}

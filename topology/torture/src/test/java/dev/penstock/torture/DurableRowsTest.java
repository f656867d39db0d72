package dev.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Backend;
import dev.penstock.admission.BackendContract;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.KeyValues;
import dev.penstock.admission.Table;
import org.junit.jupiter.api.Test;

class DurableRowsTest extends BackendContract {
    @Override
    protected Backend create() {
        return new DurableRows();
    }

    @Test
    void shouldTakeBackWhatWasNotCommitted() {
        DurableRows rows = new DurableRows();
        KeyValues tasks = rows.table(Table.TASKS);
        tasks.put(bytes(1), bytes(10));
        tasks.put(bytes(2), bytes(20));
        rows.commit();
        InMemoryBackend committed = new InMemoryBackend();
        committed.table(Table.TASKS).put(bytes(1), bytes(10));
        committed.table(Table.TASKS).put(bytes(2), bytes(20));

        tasks.put(bytes(1), bytes(11));
        tasks.put(bytes(1), bytes(12));
        tasks.delete(bytes(2));
        tasks.put(bytes(3), bytes(30));
        assertThat(Rows.difference(rows, committed)).isNotNull();
        rows.rollBack();

        assertThat(Rows.difference(rows, committed)).isNull();
        assertThat(Rows.difference(committed, rows)).isNull();
    }

    @Test
    void shouldSeeADifferenceOnEitherSide() {
        InMemoryBackend none = new InMemoryBackend();
        InMemoryBackend some = new InMemoryBackend();
        some.table(Table.SLOT).put(bytes(1), bytes(10));
        assertThat(Rows.difference(some, none)).isEqualTo("SLOT 01 is 0a, and elsewhere none");
        assertThat(Rows.difference(none, some)).isEqualTo("0 rows of SLOT, and elsewhere 1");
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }
}

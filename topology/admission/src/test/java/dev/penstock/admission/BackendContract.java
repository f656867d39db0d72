package dev.penstock.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every back end must do. Extend it, say how to make an empty one, and its tests run. */
public abstract class BackendContract {
    /** A back end without rows. */
    protected abstract Backend create();

    private final byte[] key = {1, 2, 3};

    @Test
    void shouldHaveNothingUnderAKeyNeverPut() {
        assertThat(create().table(Table.TASKS).get(key)).isNull();
    }

    @Test
    void shouldGiveBackWhatWasPutLast() {
        KeyValues rows = create().table(Table.TASKS);
        rows.put(key, new byte[] {7});
        rows.put(key, new byte[] {8, 9});
        assertThat(rows.get(new byte[] {1, 2, 3})).containsExactly(8, 9);
    }

    @Test
    void shouldKeepAnEmptyValueApartFromNone() {
        KeyValues rows = create().table(Table.PAYLOADS);
        rows.put(key, new byte[0]);
        assertThat(rows.get(key)).isNotNull().isEmpty();
    }

    @Test
    void shouldTellKeysApartByEveryByteAndByLength() {
        KeyValues rows = create().table(Table.TASKS);
        List<byte[]> keys =
                List.of(new byte[] {0}, new byte[] {0, 0}, new byte[] {-1}, new byte[] {0, -1}, new byte[] {127});
        for (int i = 0; i < keys.size(); i++) {
            rows.put(keys.get(i), new byte[] {(byte) i});
        }
        for (int i = 0; i < keys.size(); i++) {
            assertThat(rows.get(keys.get(i).clone())).containsExactly(i);
        }
    }

    @Test
    void shouldForgetWhatWasDeleted() {
        KeyValues rows = create().table(Table.TASKS);
        rows.put(key, new byte[] {7});
        rows.delete(key);
        rows.delete(new byte[] {4});
        assertThat(rows.get(key)).isNull();
        assertThat(all(rows)).isEmpty();
    }

    @Test
    void shouldKeepTablesApart() {
        Backend backend = create();
        for (Table table : Table.values()) {
            backend.table(table).put(key, new byte[] {(byte) table.ordinal()});
        }
        for (Table table : Table.values()) {
            assertThat(backend.table(table).get(key)).containsExactly(table.ordinal());
        }
    }

    @Test
    void shouldVisitEveryRowOnce() {
        KeyValues rows = create().table(Table.TASKS);
        for (int i = 0; i < 1_000; i++) {
            rows.put(new byte[] {(byte) i, (byte) (i >> 8)}, new byte[] {(byte) (i * 31)});
        }
        rows.put(new byte[] {0, 0}, new byte[] {99});
        rows.delete(new byte[] {1, 0});
        assertThat(all(rows))
                .hasSize(999)
                .doesNotHaveDuplicates()
                .contains("0000=63")
                .doesNotContain("0100=1f");
    }

    @Test
    void shouldServeAnEngineAsRowsInMemoryDo() {
        Backend backend = create();
        InMemoryBackend model = new InMemoryBackend();
        Engine engine = new Engine(Policy.DEFAULT, backend);
        Engine modelEngine = new Engine(Policy.DEFAULT, model);
        for (Command command : commands()) {
            long now = engine.now() + 1_000;
            assertThat(engine.process(command, now))
                    .map(Story::text)
                    .isEqualTo(texts(modelEngine.process(command, now)));
        }
        engine.flush();
        modelEngine.flush();
        assertThat(Rows.text(backend)).isEqualTo(Rows.text(model));
        assertThat(new Engine(Policy.DEFAULT, backend).describe()).isEqualTo(engine.describe());
    }

    private static List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        LaneConfig lane = new LaneConfig("copywriter", true, 3, "");
        commands.add(new Command.Configure(new TenantConfig("acmé", "pro", 1, List.of(lane), 0, false)));
        for (int i = 0; i < 20; i++) {
            Tier tier = Tier.values()[i % 3];
            commands.add(new Command.Submit(
                    "acmé", new UUID(i, -i), "copywriter", tier, "", 0, Map.of(), new Digest(i, i), null, new byte[] {
                        (byte) i
                    }));
        }
        for (int i = 0; i < 3; i++) {
            commands.add(new Command.Start("acmé", new UUID(i, -i), 1, "w", 0));
        }
        commands.add(new Command.Complete("acmé", new UUID(0, 0), 1, "w", Usage.NONE, "done"));
        commands.add(new Command.Fail("acmé", new UUID(1, -1), 1, "w", Usage.NONE, "timeout", "", true, 0));
        commands.add(new Command.Cancel("acmé", new UUID(7, -7), "enough"));
        commands.add(new Command.Tick());
        return commands;
    }

    private static List<String> texts(List<Event> events) {
        return events.stream().map(Story::text).toList();
    }

    private static List<String> all(KeyValues rows) {
        List<String> all = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        rows.forEach((key, value) -> all.add(hex.formatHex(key) + "=" + hex.formatHex(value)));
        return all;
    }
}

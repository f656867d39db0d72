package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.OutputChunk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watcher gets of a real call, through the vendor's client. */
class StreamIntegrationTest {
    private WorkerBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new WorkerBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldStreamPiecesThatMakeUpTheOutput() throws Exception {
        bench.start();
        Dispatch dispatch = bench.send(bench.dispatch("a").setInput("[[sim:latency=700ms]] a long headline"));

        List<OutputChunk> chunks = bench.chunks.await("the last piece", 1, OutputChunk::getLast);
        FinishAttempt finish =
                bench.commands.await("its end", 1, Command::hasFinish).getLast().getFinish();

        assertThat(text(chunks)).isEqualTo(finish.getSuccess().getOutput()).isNotBlank();
        assertThat(chunks).extracting(OutputChunk::getNumber).first().isEqualTo(1);
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.getTaskId()).isEqualTo(dispatch.getTaskId());
            assertThat(chunk.getGrantedAtMillis()).isEqualTo(dispatch.getGrantedAtMillis());
        });
        int slot = Slots.of(bench.tenant, EmbeddedStack.SLOTS);
        assertThat(bench.chunks.records())
                .allSatisfy(record -> assertThat(record.partition()).isEqualTo(slot));
    }

    @Test
    void shouldEndTheStreamOfAnAttemptThatBrokeOff() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a").setInput("[[sim:truncate]] a headline"));

        FinishAttempt finish =
                bench.commands.await("its end", 1, Command::hasFinish).getLast().getFinish();
        assertThat(finish.hasFailure()).isTrue();
        assertThat(bench.chunks.await("the last piece", 1, OutputChunk::getLast))
                .isNotEmpty();
    }

    private static String text(List<OutputChunk> chunks) {
        StringBuilder text = new StringBuilder();
        for (OutputChunk chunk : chunks) {
            if (chunk.getRestarts()) {
                text.setLength(0);
            }
            text.append(chunk.getText());
        }
        return text.toString();
    }
}

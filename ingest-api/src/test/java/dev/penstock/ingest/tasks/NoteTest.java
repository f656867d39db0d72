package dev.penstock.ingest.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoteTest {
    @Test
    void shouldReadWhatItWrites() {
        Note note = new Note("ab12", "copywriter", "urgent", Instant.ofEpochMilli(1_767_225_600_123L));
        assertThat(Note.parse(note.text())).contains(note);
    }

    @Test
    void shouldTakeWhatIsNoNoteAsNone() {
        assertThat(Note.parse("")).isEmpty();
        assertThat(Note.parse("ab12 copywriter urgent")).isEmpty();
        assertThat(Note.parse("ab12 copywriter urgent yesterday")).isEmpty();
    }
}

package dev.penstock.ingest.output;

import dev.penstock.schemas.v1.OutputChunk;
import java.util.List;
import java.util.UUID;

/** A quick window that keeps little, and behind it a slower one that keeps more: asked where the quick one does not answer, or cannot show what follows. */
final class LayeredOutput implements OutputWindow {
    private final OutputWindow quick;
    private final OutputWindow lasting;

    LayeredOutput(OutputWindow quick, OutputWindow lasting) {
        this.quick = quick;
        this.lasting = lasting;
    }

    @Override
    public List<OutputChunk> from(String tenant, UUID task, long grant, int number, int limit) {
        List<OutputChunk> found;
        try {
            found = quick.from(tenant, task, grant, number, limit);
        } catch (UnavailableException e) {
            return lasting.from(tenant, task, grant, number, limit);
        }
        if (goesOn(found, grant, number)) {
            return found;
        }
        List<OutputChunk> kept;
        try {
            kept = lasting.from(tenant, task, grant, number, limit);
        } catch (UnavailableException e) {
            return found;
        }
        return goesOn(kept, grant, number) || found.isEmpty() ? kept : found;
    }

    /** Whether what was found proves that nothing is missing between the piece asked from and itself. */
    private static boolean goesOn(List<OutputChunk> found, long grant, int number) {
        if (found.isEmpty()) {
            return false;
        }
        OutputChunk first = found.getFirst();
        return OutputWindow.begins(first)
                || (first.getGrantedAtMillis() == grant
                        && (first.getNumber() == number || first.getNumber() == number + 1));
    }
}

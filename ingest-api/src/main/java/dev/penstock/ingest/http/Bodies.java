package dev.penstock.ingest.http;

import dev.penstock.schemas.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Reads request bodies of at most {@link Limits#MAX_REQUEST_BYTES}, and keeps what all of them take together under {@link #MAX_TOTAL_BYTES}, however
 * many clients there are.
 */
public final class Bodies {
    static final int MAX_TOTAL_BYTES = 64 << 20;

    /** Bodies up to this size are not counted: a connection's own buffers are larger. */
    private static final int SMALL_BYTES = 16 << 10;

    private final Semaphore room = new Semaphore(MAX_TOTAL_BYTES);

    /** What is done with a body while it counts. */
    @FunctionalInterface
    public interface Use<T> {
        T apply(byte[] body) throws IOException;
    }

    /** Reads the body of {@code request} and hands it to {@code use}; ends with a problem when it is too large or there is no room now. */
    public <T> T read(HttpServletRequest request, Use<T> use) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > Limits.MAX_REQUEST_BYTES) {
            throw tooLarge();
        }
        int reserved = announced < 0 ? Limits.MAX_REQUEST_BYTES : announced <= SMALL_BYTES ? 0 : (int) announced;
        if (!room.tryAcquire(reserved)) {
            throw Problem.unavailable("Too many large requests are being read at once.", 1)
                    .exception();
        }
        try {
            byte[] body = request.getInputStream().readNBytes(Limits.MAX_REQUEST_BYTES + 1);
            if (body.length > Limits.MAX_REQUEST_BYTES) {
                throw tooLarge();
            }
            return use.apply(body);
        } finally {
            room.release(reserved);
        }
    }

    private static ProblemException tooLarge() {
        return Problem.of(
                        ProblemType.TOO_LARGE,
                        "The body has more than the " + Limits.MAX_REQUEST_BYTES + " bytes it may have.")
                .exception();
    }
}

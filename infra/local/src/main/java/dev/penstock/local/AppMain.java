package dev.penstock.local;

import dev.penstock.embedded.ParentWatch;
import java.util.Arrays;
import java.util.Locale;

/** Runs one app as a process of the local stack: {@code AppMain NAME --settings=FILE}. Ends with the process that started it. */
public final class AppMain {
    private AppMain() {}

    public static void main(String[] args) throws Exception {
        ParentWatch.start();
        AppKind kind = AppKind.valueOf(args[0].toUpperCase(Locale.ROOT));
        try {
            kind.main(Arrays.copyOfRange(args, 1, args.length));
        } catch (Exception e) {
            // Threads of a half-started app would keep the process alive, and its supervisor waiting.
            e.printStackTrace();
            System.exit(1);
        }
    }
}

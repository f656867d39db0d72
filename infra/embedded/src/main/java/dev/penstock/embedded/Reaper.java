package dev.penstock.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stops processes that cannot watch their parent themselves (PostgreSQL, Redis) when this JVM is gone, even by kill -9. One shell per JVM
 * reads a pipe from here: {@code +pid} and {@code -pid} lines keep its list, the pipe's end makes it act. Nothing happens where no POSIX
 * shell is.
 */
final class Reaper {
    // Signals of the terminal reach the whole group and must not end the shell before its work. INT is PostgreSQL's
    // fast shutdown.
    private static final String SCRIPT = """
      trap '' INT TERM HUP
      pids=' '
      while read -r line; do
        pid=${line#?}
        case $line in
          +*) pids="$pids$pid " ;;
          -*) case $pids in *" $pid "*) pids="${pids%%" $pid "*} ${pids#*" $pid "}" ;; esac ;;
        esac
      done
      for pid in $pids; do kill -INT "$pid" 2>/dev/null; done
      tries=0
      while [ $tries -lt 100 ]; do
        alive=
        for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=1; done
        [ -z "$alive" ] && exit 0
        sleep 0.1
        tries=$((tries + 1))
      done
      for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
      """;

    private static final Reaper INSTANCE = new Reaper();

    private @Nullable OutputStream pipe;
    private boolean impossible;

    private Reaper() {}

    /** Puts {@code pid} under watch. */
    static void watch(long pid) {
        INSTANCE.say("+" + pid + "\n");
    }

    /** Takes {@code pid}, which has been stopped, from watch, since the system may give its number to somebody else. */
    static void forget(long pid) {
        INSTANCE.say("-" + pid + "\n");
    }

    private synchronized void say(String line) {
        try {
            if (pipe == null && !impossible) {
                pipe = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .getOutputStream();
            }
            if (pipe != null) {
                pipe.write(line.getBytes(StandardCharsets.US_ASCII));
                pipe.flush();
            }
        } catch (IOException e) {
            // Without a shell the processes are stopped in order only: a comfort is lost, not a promise.
            impossible = true;
            pipe = null;
        }
    }
}

package dev.penstock.torture.mutants;

import dev.penstock.admission.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Makes mutated classes: changes one source file's text and compiles it, in memory, against the classes of the unchanged rest. */
final class Workshop {
    private final Path classes = placeOf(Engine.class);
    private final Path sources = placeOf(Workshop.class)
            .resolve("../../../admission/src/main/java/dev/penstock/admission")
            .normalize();
    private final List<String> options = List.of(
            "-proc:none",
            "-implicit:none",
            "-nowarn",
            "-Xlint:none",
            "-classpath",
            classes + System.getProperty("path.separator") + placeOf(NullMarked.class));

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    /** The mutated source text. */
    String mutate(Mutant mutant) {
        return mutant.applyTo(read(mutant.file()));
    }

    String read(String file) {
        try {
            return Files.readString(sources.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Expected a source file " + file + ": adapt " + Mutants.RESOURCE, e);
        }
    }

    /** @return the bytes of every class of the file, by binary name */
    Map<String, byte[]> compile(String file, String source) {
        Map<String, ByteArrayOutputStream> outputs = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (JavaFileManager files =
                new InMemory(compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8), outputs)) {
            boolean done = compiler.getTask(messages, files, null, options, null, List.of(new Source(file, source)))
                    .call();
            if (!done) {
                throw new IllegalStateException("Expected a mutant that compiles, but " + messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, byte[]> compiled = new HashMap<>();
        outputs.forEach((name, bytes) -> compiled.put(name, bytes.toByteArray()));
        return compiled;
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("mutant:///dev/penstock/admission/" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes;

        Output(String className, ByteArrayOutputStream bytes) {
            super(URI.create("mutant:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
            this.bytes = bytes;
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /** Reads from disk, writes to memory. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> outputs) {
            super(files);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, Kind kind, FileObject sibling) {
            return new Output(name, outputs.computeIfAbsent(name, n -> new ByteArrayOutputStream()));
        }
    }
}

package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of style that no compiler checks, over every source file of the repository. Outside a Git checkout there is nothing to go by. */
class TidyTest {
    private static final int MAX_LINES = 400;

    private static final List<String> SOURCES = List.of(
            ".java", ".proto", ".sql", ".xml", ".yaml", ".yml", ".properties", ".sh", ".md", ".html", ".js", ".css");
    /** Scripts that have no extension. */
    private static final List<String> SCRIPTS = List.of("mvnw", "penstock", "find-jdk", "run");

    // Put together here, so that this file keeps its own rules.
    private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.$}*-])/(work|root|home|tmp)/(?!\\*)");
    private static final Pattern REGISTRY = Pattern.compile("repo\\.maven" + "\\.apache|repo1\\.maven"
            + "|registry\\.npm" + "js|deb\\.deb" + "ian\\.org|pypi\\." + "org");

    @Test
    void shouldHaveNoFileTooLongToReadInOneGo() throws Exception {
        assertThat(sources(".java", ".proto", ".sql", ".xml", ".yaml")).allSatisfy(file -> assertThat(lines(file))
                .as("lines of %s: cut it along its responsibilities", file)
                .hasSizeLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void shouldPutNothingOffInComments() throws Exception {
        assertNoLine(line -> LATER.matcher(line).find());
    }

    @Test
    void shouldIndentWithSpaces() throws Exception {
        assertNoLine(line -> line.indexOf('\t') >= 0);
    }

    @Test
    void shouldNameNoPlaceOfOneMachine() throws Exception {
        assertNoLine(line -> MACHINE_PATH.matcher(line).find());
    }

    @Test
    void shouldNameNoPackageRegistry() throws Exception {
        assertNoLine(line -> REGISTRY.matcher(line).find());
    }

    private static void assertNoLine(Predicate<String> bad) throws Exception {
        assertThat(sources().stream().flatMap(file -> found(file, bad))).isEmpty();
    }

    private static Stream<String> found(Path file, Predicate<String> bad) {
        List<String> lines = lines(file);
        return IntStream.range(0, lines.size())
                .filter(i -> bad.test(lines.get(i)))
                .mapToObj(i -> file + ":" + (i + 1) + ": " + lines.get(i).strip());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The tracked files whose names end so; without endings, all that people write. */
    private static List<Path> sources(String... endings) throws IOException, InterruptedException {
        Path root = root();
        assumeThat(root).as("not in a Git checkout").isNotNull();
        Process git = new ProcessBuilder("git", "ls-files", "-z")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(git.waitFor()).as("git ls-files").isZero();
        List<String> wanted = endings.length == 0 ? SOURCES : List.of(endings);
        return Stream.of(names.split("\0"))
                .filter(name -> wanted.stream().anyMatch(name::endsWith) || endings.length == 0 && isScript(name))
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static boolean isScript(String name) {
        return SCRIPTS.contains(Path.of(name).getFileName().toString());
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".git"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}

package dev.penstock.workers.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.runtime.SettingsException;
import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.yaml.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's own roles. */
class RoleReaderTest {
    private static final Map<String, String> LINES = Map.of(
            "chain", "[openai/gpt-5-mini, ollama/qwen3:8b]",
            "max-tokens", "500",
            "timeout-seconds", "20",
            "estimate", "{input-tokens: 10, output-tokens: 20}",
            "system", "You translate as {role}.");

    @TempDir
    private Path folder;

    @Test
    void shouldAddARoleBesideTheOthers() {
        RoleCatalogue roles = read(role(
                "translator",
                Map.of(
                        "turn", "'Translate: {input} (for {role})'",
                        "overflow", "true",
                        "concurrency", "7",
                        "fallback-on", "[rate_limited, timeout]")));

        RoleProfile translator = roles.of("translator");
        assertThat(translator.chain())
                .containsExactly(new ModelRef("openai", "gpt-5-mini"), new ModelRef("ollama", "qwen3:8b"));
        assertThat(translator.maxTokens()).isEqualTo(500);
        assertThat(translator.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(translator.system()).isEqualTo("You translate as translator.");
        assertThat(translator.turn("good {role}")).isEqualTo("Translate: good {role} (for translator)");
        assertThat(translator.overflow()).isTrue();
        assertThat(translator.concurrency()).isEqualTo(7);
        assertThat(translator.fallbackOn()).isEqualTo(Set.of(FailureKind.RATE_LIMITED, FailureKind.TIMEOUT));
        assertThat(roles.of("copywriter")).isEqualTo(bundled().of("copywriter"));
    }

    @Test
    void shouldReplaceAWholeRole() {
        RoleProfile copywriter = read(role("copywriter", Map.of())).of("copywriter");

        assertThat(copywriter.system()).isEqualTo("You translate as copywriter.");
        assertThat(copywriter.overflow()).isFalse();
        assertThat(copywriter.fallbackOn()).isEqualTo(RoleProfile.FALLBACK_ON);
    }

    @Test
    void shouldReplaceWhatCustomRolesFallBackTo() {
        RoleCatalogue roles = read(role("custom", Map.of()));

        assertThat(roles.of("game-tester").system()).isEqualTo("You translate as game-tester.");
        assertThat(roles.of("game-tester").role()).isEqualTo("game-tester");
    }

    @Test
    void shouldTakeASchemaOutOfAFileBesideIt() throws Exception {
        Files.writeString(folder.resolve("post.json"), "{\"type\": \"object\", \"required\": [\"title\"]}");

        OutputSchema schema = read(role("poster", Map.of("output-schema", "post.json")))
                .of("poster")
                .schema();

        assertThat(schema).isNotNull();
        assertThat(schema.complaint("{\"title\": \"x\"}")).isEmpty();
        assertThat(schema.complaint("{}")).contains("the whole lacks 'title'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "chain | [] | should be 1 to 8 models",
                "chain | gpt-5 | should be a list",
                "chain | [gpt-5] | 'gpt-5' should be a provider and a model",
                "chain | [azure/gpt-5] | providers are anthropic, openai, ollama",
                "chain | [openai/gpt-unheard-of] | openai/gpt-unheard-of, which has no price. Add 'openai/gpt-unheard-of:",
                "chain | [openai/gpt-5, openai/gpt-5] | twice",
                "max-tokens | 0 | should be a whole number from 1 to 1000000",
                "timeout-seconds | 2m | is '2m' but should be a whole number from 1 to 3600",
                "estimate | {input-tokens: 10, output-tokens: 501} | output-tokens is '501' but should be a whole number from 1 to 500",
                "estimate | {input-tokens: 10} | output-tokens is missing; add it",
                "system | '' | is empty; give it a value",
                "system | You are {name}. | unknown place {name}; there is {role}",
                "system | Do {input}. | unknown place {input}; there is {role}",
                "turn | Do it. | put {input} where it belongs",
                "turn | '{input} {tenant}' | unknown place {tenant}; there is {input} and {role}",
                "fallback-on | [rate_limited, bad_luck] | unknown failure 'bad_luck'; there are rate_limited,",
                "overflow | maybe | should be true or false",
                "concurrency | 0 | from 1 to 1000",
                "temperature | 1 | temperature is unknown; there are chain, max-tokens",
                "output-schema | {type: objekt} | cannot be used: it is no JSON Schema: /type",
                "output-schema | {$ref: '#/nowhere'} | cannot be used: it is no JSON Schema:",
                "output-schema | {$ref: 'https://example.org/a.json'} | cannot be used: it is no JSON Schema:",
                "output-schema | missing.json | Cannot read the file",
            })
    void shouldSayWhereARoleIsWrongAndWhatToDo(String key, String value, String says) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(role("translator", Map.of(key, value))))
                .withMessageContaining("mine.yaml, line ")
                .withMessageContaining("roles.translator." + key)
                .withMessageContaining(says);
    }

    @Test
    void shouldNotLetARoleOverflowToWhereThereIsNothing() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(role("translator", Map.of("overflow", "true", "chain", "[openai/gpt-5]"))))
                .withMessageContaining("needs a local model");
    }

    @Test
    void shouldRefuseWhatIsNoRole() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(role("Translator", Map.of())))
                .withMessageContaining("mine.yaml, line 3: roles.Translator is no role");
    }

    private RoleCatalogue read(String text) {
        RoleCatalogue roles = bundled();
        roles.read(YamlFile.parse("mine.yaml", text), folder);
        return roles;
    }

    private static RoleCatalogue bundled() {
        return RoleCatalogue.load(PriceTable.load(), null);
    }

    static String role(String name, Map<String, String> changed) {
        StringBuilder text = new StringBuilder("roles:\n  " + name + ":\n");
        LINES.forEach((key, value) -> {
            if (!changed.containsKey(key)) {
                text.append("    ").append(key).append(": ").append(value).append('\n');
            }
        });
        changed.forEach((key, value) ->
                text.append("    ").append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }
}

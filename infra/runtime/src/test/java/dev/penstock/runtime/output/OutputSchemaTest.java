package dev.penstock.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputSchemaTest {
    private final OutputSchema posts = OutputSchema.of(Map.of(
            "type", "object",
            "required", List.of("title", "posts"),
            "additionalProperties", false,
            "properties",
                    Map.of(
                            "title", Map.of("type", "string", "maxLength", 10),
                            "posts", Map.of("type", "array", "items", Map.of("$ref", "#/$defs/post"))),
            "$defs",
                    Map.of(
                            "post",
                            Map.of(
                                    "type",
                                    "object",
                                    "properties",
                                    Map.of("day", Map.of("enum", List.of("mon", "tue")))))));

    @Test
    void shouldTakeWhatSatisfiesIt() {
        assertThat(posts.complaint("{\"title\": \"a\", \"posts\": [{\"day\": \"mon\"}]}"))
                .isEmpty();
        assertThat(posts.complaint("  \n{\"title\": \"a\", \"posts\": []}\n")).isEmpty();
    }

    @Test
    void shouldTakeItOutOfACodeBlock() {
        assertThat(posts.complaint("Here you are:\n```json\n{\"title\": \"a\", \"posts\": []}\n```\nEnjoy!"))
                .isEmpty();
        assertThat(posts.complaint("```\n{\"title\": \"a\"}\n```")).contains("the whole lacks 'posts'");
    }

    @Test
    void shouldNameFieldsAndNoValues() {
        assertThat(
                        posts.complaint(
                                "{\"title\": \"a secret that is long\", \"posts\": [{\"day\": \"secret\"}], \"x\": \"secret\"}"))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .contains("/title should have maxLength 10")
                        .contains("/posts/0/day should have enum [\"mon\",\"tue\"]")
                        .contains("has the unknown field 'x'")
                        .doesNotContain("secret")
                        .doesNotContain("\n"));
        assertThat(posts.complaint("{\"title\": 4, \"posts\": []}")).contains("/title should have type \"string\"");
    }

    @Test
    void shouldSayWhereItIsNoJson() {
        assertThat(posts.complaint("Sure, the secret is out")).hasValueSatisfying(complaint -> assertThat(complaint)
                .startsWith("it is not valid JSON at line 1")
                .doesNotContain("ecret"));
        assertThat(posts.complaint("{\"title\": \"a\", \"posts\": []} {}")).isPresent();
        assertThat(posts.complaint("{\"title\":\n\"a")).isPresent();
        assertThat(posts.complaint("  ")).contains("it is empty");
    }

    @Test
    void shouldTellOfManyFaultsOnlySome() {
        String many = "{\"title\": \"a\", \"posts\": [" + "4,".repeat(99) + "4]}";

        assertThat(posts.complaint(many))
                .hasValueSatisfying(complaint ->
                        assertThat(complaint).endsWith("; and 95 more").hasSizeLessThan(300));
    }
}

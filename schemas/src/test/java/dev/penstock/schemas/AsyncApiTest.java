package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final Path DOCUMENT = Path.of("src/main/asyncapi/penstock.yaml");

    @Test
    void shouldDescribeEveryTopicAndNoOther() throws IOException {
        // given
        List<String> topics = Stream.concat(Topics.core(12).stream(), Topics.forRoles(List.of("a-role"), 1, 1).stream())
                .map(spec -> spec.name().replace("a-role", "{role}").replaceAll("\\.(urgent|normal|batch)$", ".{tier}"))
                .distinct()
                .toList();
        // when
        List<String> described = found("address: (\\S+)");
        // then
        assertThat(described).containsExactlyInAnyOrderElementsOf(topics);
    }

    @Test
    void shouldPointAtContractsThatExist() throws IOException {
        assertThat(found("\\$ref: '(\\.\\./\\S+\\.proto)'")).isNotEmpty().allSatisfy(proto -> assertThat(
                        DOCUMENT.resolveSibling(proto).normalize())
                .exists());
    }

    @Test
    void shouldListTheFieldsOfATaskRequest() throws IOException {
        assertThat(found("(?m)^        (\\w+):(?: \\{|$)"))
                .containsAll(TaskRequest.getDescriptor().getFields().stream()
                        .map(field -> field.getJsonName())
                        .toList());
    }

    @Test
    void shouldListTheTiers() throws IOException {
        assertThat(found("enum: \\[([^]]+)]"))
                .hasSize(3)
                .containsOnly(String.join(
                        ", ", Topics.tiers().stream().map(AsyncApiTest::name).toList()));
    }

    private static String name(Tier tier) {
        return Topics.tierName(tier);
    }

    private static List<String> found(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(DOCUMENT));
        return matcher.results().map(result -> result.group(1)).toList();
    }
}

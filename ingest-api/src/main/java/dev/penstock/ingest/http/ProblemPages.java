package dev.penstock.ingest.http;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A page for each problem type, at the address that the type's URI names. */
@Hidden
@RestController
public class ProblemPages {
    @GetMapping(path = "/problems/{slug}", produces = "text/plain;charset=UTF-8")
    public String page(@PathVariable("slug") String slug) {
        ProblemType type = ProblemType.ofSlug(slug)
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such problem type.")
                        .exception());
        return type.title() + " (HTTP " + type.status() + ")\n\n" + type.explanation() + "\n";
    }
}

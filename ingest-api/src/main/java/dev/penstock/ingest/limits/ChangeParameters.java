package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes what every change may be asked for with, as {@link Ask} reads it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
    @Parameter(
            name = "If-Match",
            in = ParameterIn.HEADER,
            description = "The ETag of the version that the change is meant for",
            example = "\"7\"",
            schema = @Schema(type = "string")),
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description =
                    "The same key and body again is the same change, as long as it is among the last 16; at most 200 characters",
            schema = @Schema(type = "string", maxLength = 200)),
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description = "Only tell what would be changed",
            schema = @Schema(type = "boolean", defaultValue = "false"))
})
@interface ChangeParameters {}

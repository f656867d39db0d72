/** The {@code penstock} command: what each subcommand takes, prints and answers with its exit code. */
@NullMarked
package dev.penstock.cli;

import org.jspecify.annotations.NullMarked;

/** Tasks that are dead: what they died of, what it would cost to try them again, and their replay. */
@NullMarked
package dev.penstock.ingest.deadletters;

import org.jspecify.annotations.NullMarked;

/** The live view: the lanes as the events tell them, and how a terminal shows them. */
@NullMarked
package dev.penstock.cli.board;

import org.jspecify.annotations.NullMarked;

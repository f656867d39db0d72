/** Questions about the slots of this process, asked by HTTP and answered on the engine's thread, here or in the process that has the slot. */
@NullMarked
package dev.penstock.streams.query;

import org.jspecify.annotations.NullMarked;

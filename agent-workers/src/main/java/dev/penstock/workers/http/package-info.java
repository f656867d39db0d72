/** What providers that are called by HTTP have in common: bounded answers, what their headers say, and what their failures mean. */
@NullMarked
package dev.penstock.workers.http;

import org.jspecify.annotations.NullMarked;

/** Whether what an agent made is what its role has to make, and how it is asked once more when it is not. */
@NullMarked
package dev.penstock.workers.output;

import org.jspecify.annotations.NullMarked;

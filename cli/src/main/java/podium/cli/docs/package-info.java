/** Writes the parts of the documentation that follow from the code. */
@NullMarked
package podium.cli.docs;

import org.jspecify.annotations.NullMarked;

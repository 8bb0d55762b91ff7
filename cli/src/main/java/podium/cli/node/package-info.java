/**
 * Puts the parts together into what a command starts; knows every part, and neither picocli nor the
 * views.
 */
@NullMarked
package podium.cli.node;

import org.jspecify.annotations.NullMarked;

/**
 * What a person publishes and what it expands into: spec, matrix, recipe, trials. Uses the JDK and
 * Jackson's annotations alone.
 */
@NullMarked
package podium.protocol.experiment;

import org.jspecify.annotations.NullMarked;

/** Which data sets there are, by name: the only room that knows every kind of them. */
@NullMarked
package podium.workers.training.data.catalog;

import org.jspecify.annotations.NullMarked;

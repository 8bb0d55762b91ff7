/** Files of a data set by name, in a folder or an archive. */
@NullMarked
package podium.workers.training.data.files;

import org.jspecify.annotations.NullMarked;

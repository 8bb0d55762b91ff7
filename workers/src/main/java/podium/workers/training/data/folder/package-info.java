/** Pictures in folders: which belong to which class, and their decoded bytes on disk. */
@NullMarked
package podium.workers.training.data.folder;

import org.jspecify.annotations.NullMarked;

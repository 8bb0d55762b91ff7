/**
 * Model definitions as DJL blocks with torchvision's parameter names, and the catalog of models.
 * May import DJL.
 */
@NullMarked
package podium.workers.training.model;

import org.jspecify.annotations.NullMarked;

/** Puts the dashboard's rooms together. May import every room of this module. */
@NullMarked
package podium.dashboard;

import org.jspecify.annotations.NullMarked;

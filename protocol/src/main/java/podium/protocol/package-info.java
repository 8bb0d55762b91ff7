/** What crosses a process border. Imports nothing of Podium's other modules. */
@NullMarked
package podium.protocol;

import org.jspecify.annotations.NullMarked;

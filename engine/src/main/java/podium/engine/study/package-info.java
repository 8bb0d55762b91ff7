/**
 * What comes of other rules, and of the same ones again: job traces of the literature and recorded
 * logs through what decides in production. Pure.
 */
@NullMarked
package podium.engine.study;

import org.jspecify.annotations.NullMarked;

/** What is compared with: models and a training loop on libtorch through JavaCPP. No DJL here. */
@NullMarked
package podium.benchmarks.libtorch;

import org.jspecify.annotations.NullMarked;

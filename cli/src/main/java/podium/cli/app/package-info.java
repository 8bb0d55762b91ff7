/** What commands do with Kafka and the views; knows neither picocli nor HOCON. */
@NullMarked
package podium.cli.app;

import org.jspecify.annotations.NullMarked;

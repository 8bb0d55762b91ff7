/**
 * What of the log is worth telling people, and how far each of them was told. May import values of
 * {@code domain}; knows neither Kafka nor HTTP.
 */
@NullMarked
package podium.dashboard.notification;

import org.jspecify.annotations.NullMarked;

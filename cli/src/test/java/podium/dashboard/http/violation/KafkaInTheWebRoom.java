package podium.dashboard.http.violation;

import ai.djl.ndarray.NDArray;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.Gauge;
import java.sql.Connection;
import org.apache.kafka.clients.consumer.Consumer;
import podium.scheduler.config.SchedulerSettings;

/** Breaks rules on purpose: a web room with Kafka, SQL, DJL, HOCON, Micrometer and others. */
public record KafkaInTheWebRoom(
    Consumer<byte[], byte[]> kafka,
    Connection sql,
    NDArray tensor,
    Config config,
    Gauge gauge,
    ch.qos.logback.classic.Logger logger,
    SchedulerSettings scheduler,
    podium.dashboard.h2.violation.TablesKnowTheWeb tables) {}

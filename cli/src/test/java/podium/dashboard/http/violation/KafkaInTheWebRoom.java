package podium.dashboard.http.violation;

import ai.djl.ndarray.NDArray;
import com.typesafe.config.Config;
import java.sql.Connection;
import org.apache.kafka.clients.consumer.Consumer;
import podium.scheduler.config.SchedulerSettings;

/** Breaks rules on purpose: a web room with Kafka, SQL, DJL, HOCON and other parts. */
public record KafkaInTheWebRoom(
    Consumer<byte[], byte[]> kafka,
    Connection sql,
    NDArray tensor,
    Config config,
    ch.qos.logback.classic.Logger logger,
    SchedulerSettings scheduler,
    podium.dashboard.h2.violation.TablesKnowTheWeb tables) {}

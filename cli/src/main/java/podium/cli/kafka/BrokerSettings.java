package podium.cli.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.SaslConfigs;
import podium.protocol.topic.Topics;

/** The embedded broker's settings, with a door for everybody and one for Podium's own parts. */
final class BrokerSettings {
  static final String HOST = "127.0.0.1";

  /** Who the broker is to itself; the password lives as long as the process. */
  private static final String BROKER = "broker";

  private static final String PLAIN = "PLAIN";
  private static final String OWN = "PODIUM";

  private BrokerSettings() {}

  /**
   * The settings of one start.
   *
   * @param brokerPassword what broker and controller know each other by
   */
  static Map<String, String> of(Path logs, BrokerPorts ports, String brokerPassword) {
    Map<String, String> all = new TreeMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(BrokerFolder.NODE));
    // why: a static quorum does not store the controller's port, so each start may take a new one
    all.put("controller.quorum.voters", BrokerFolder.NODE + "@" + HOST + ":" + ports.controller());
    all.put("controller.listener.names", BrokerFolder.CONTROLLER);
    String doors =
        "PLAINTEXT://%s:%d,%s://%s:%d".formatted(HOST, ports.everybody(), OWN, HOST, ports.own());
    all.put(
        "listeners",
        "%s,%s://%s:%d".formatted(doors, BrokerFolder.CONTROLLER, HOST, ports.controller()));
    all.put("advertised.listeners", doors);
    putGuards(all, brokerPassword);
    all.put("log.dirs", logs.toString());
    all.put("auto.create.topics.enable", "false");
    all.put("message.max.bytes", Integer.toString(Topics.MAX_EVENT_BYTES));
    // why: after a kill the controller waits out the old session, and the last segment is read over
    all.put("broker.session.timeout.ms", "1500");
    all.put("broker.heartbeat.interval.ms", "300");
    all.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
    all.put("num.recovery.threads.per.data.dir", "2");
    putSmall(all);
    return all;
  }

  /** Properties of the broker's own client, for as long as the process lives. */
  static Map<String, String> ownClient(int port, String brokerPassword) {
    return Map.of(
        "bootstrap.servers",
        HOST + ":" + port,
        "security.protocol",
        "SASL_PLAINTEXT",
        SaslConfigs.SASL_MECHANISM,
        PLAIN,
        SaslConfigs.SASL_JAAS_CONFIG,
        BrokerKey.login("plain.PlainLoginModule", BROKER, brokerPassword));
  }

  private static void putGuards(Map<String, String> all, String brokerPassword) {
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,%s:SASL_PLAINTEXT,%s:SASL_PLAINTEXT"
            .formatted(OWN, BrokerFolder.CONTROLLER));
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    all.put("super.users", "User:%s;User:%s".formatted(BrokerKey.USER, BROKER));
    // why: the broker ends transactions by a request to itself, which not everybody may send
    all.put("inter.broker.listener.name", OWN);
    all.put("sasl.mechanism.inter.broker.protocol", PLAIN);
    all.put("sasl.mechanism.controller.protocol", PLAIN);
    String login =
        BrokerKey.login("plain.PlainLoginModule", BROKER, brokerPassword)
            .replace(";", " user_%s=\"%s\";".formatted(BROKER, brokerPassword));
    String own = "listener.name.podium.";
    String controller = "listener.name.controller.";
    // why: the kept password shows itself to nobody who listens at the port while Podium does not
    all.put(own + "sasl.enabled.mechanisms", BrokerKey.MECHANISM + "," + PLAIN);
    all.put(
        own + "scram-sha-256.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    all.put(own + "plain.sasl.jaas.config", login);
    all.put(controller + "sasl.enabled.mechanisms", PLAIN);
    all.put(controller + "plain.sasl.jaas.config", login);
    // why: an open transaction on the requests holds up whoever reads them
    all.put("transaction.max.timeout.ms", "60000");
  }

  private static void putSmall(Map<String, String> all) {
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      all.put(topic + ".replication.factor", "1");
      all.put(topic + ".num.partitions", "1");
    }
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("share.coordinator.state.topic.num.partitions", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("num.network.threads", "1");
    all.put("num.io.threads", "2");
    all.put("background.threads", "2");
    all.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
  }
}

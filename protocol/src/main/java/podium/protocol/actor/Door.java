package podium.protocol.actor;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where others of Podium reach this process, and what keeps strangers out. Immutable.
 *
 * @param port 0 for any free one
 * @param keys without them only this machine may reach it
 * @param akka further settings below {@code akka}; they win
 */
public record Door(String host, int port, Optional<ClusterKeys> keys, Config akka) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");
  private static final int LAST_PORT = 65_535;

  /** Where Akka may be told to bind or to be reached, whatever the host is. */
  private static final List<String> OTHER_HOSTS =
      List.of("remote.artery.canonical.hostname", "remote.artery.bind.hostname");

  /**
   * The door as settings have it: host and port at the paths given, keys and Akka's settings below
   * {@code podium.cluster}.
   *
   * @param over settings of Akka that lie over those
   * @throws IllegalArgumentException naming the setting, its value and what to do, also where
   *     others could reach it and nothing keeps strangers out
   */
  public static Door of(Config root, String hostAt, String portAt, Config over) {
    String host = root.getString(hostAt);
    int port = root.getInt(portAt);
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          hostAt + " is empty; allowed: a name or address of this machine");
    }
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("%s is %d; allowed: 0 to 65535".formatted(portAt, port));
    }
    Config akka = over.withFallback(root.getConfig("podium.cluster.akka"));
    String folder = root.getString("podium.cluster.keys");
    Optional<ClusterKeys> keys =
        folder.isBlank() ? Optional.empty() : Optional.of(ClusterKeys.in(Path.of(folder)));
    Door door = new Door(host, port, keys, akka);
    keys.ifPresent(there -> there.requireFor(door.reachedAs()));
    if (!door.isLocked()) {
      door.requireLoopback(hostAt, host);
      OTHER_HOSTS.forEach(
          at -> door.requireLoopback("podium.cluster.akka." + at, text(akka, at).orElse("")));
    }
    return door;
  }

  /** The door of a process that only others of this machine reach; port 0 for any free one. */
  public static Door ofThisMachine(int port, Config akka) {
    return new Door("127.0.0.1", port, Optional.empty(), akka);
  }

  /** Whether only this machine can reach what is there. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /** Akka's settings of it, passwords included; below {@code akka}. */
  Config settings() {
    return keys.map(there -> akka.withFallback(there.settings())).orElse(akka);
  }

  private String reachedAs() {
    return text(akka, OTHER_HOSTS.getFirst()).orElse(host);
  }

  private void requireLoopback(String setting, String value) {
    if (!value.isBlank() && !isLoopback(value)) {
      throw new IllegalArgumentException(
          "%s is %s, which other machines can reach, and nothing keeps strangers out; make keys with podium keys DIR --host %s and give them with --cluster-keys DIR (setting podium.cluster.keys), or use 127.0.0.1"
              .formatted(setting, value, value));
    }
  }

  /** Whether whoever comes must have a certificate. */
  private boolean isLocked() {
    String transport =
        text(akka, "remote.artery.transport").orElse(keys.isPresent() ? "tls-tcp" : "");
    String mutual = "remote.artery.ssl.config-ssl-engine.require-mutual-authentication";
    return transport.equals("tls-tcp") && (!akka.hasPath(mutual) || akka.getBoolean(mutual));
  }

  private static Optional<String> text(Config config, String at) {
    return config.hasPath(at)
        ? Optional.of(config.getString(at)).filter(value -> !value.isBlank())
        : Optional.empty();
  }
}

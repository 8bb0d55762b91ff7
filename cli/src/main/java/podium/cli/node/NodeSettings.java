package podium.cli.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.protocol.topic.KafkaProperties;
import podium.workers.config.OfferedDevice;

/** Settings as flags lay them over the files. Immutable. */
public final class NodeSettings {
  private static final Config SHIPPED = ConfigFactory.defaultReference().resolve();

  private static final List<String> EVERY_DEVICE = List.of("all", "auto");

  private final Config root;

  /** Settings as the files have them. */
  public NodeSettings(Config root) {
    this.root = root;
  }

  /** All of them. */
  public Config root() {
    return root;
  }

  /**
   * Reads a part's settings.
   *
   * @throws UserErrorException naming what is wrong
   */
  public <T> T read(Function<Config, T> reader) {
    try {
      return reader.apply(root);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  /** With one path set. */
  public NodeSettings with(String path, Object value) {
    return with(Map.of(path, value));
  }

  /** With one path set, if there is a value. */
  public NodeSettings with(String path, Optional<?> value) {
    return value.map(given -> with(path, (Object) given)).orElse(this);
  }

  /** With several paths set. */
  public NodeSettings with(Map<String, Object> values) {
    return new NodeSettings(ConfigFactory.parseMap(values).withFallback(root));
  }

  /** With this way to Kafka. */
  public NodeSettings withKafka(KafkaSettings kafka) {
    return with(KafkaProperties.paths(kafka.properties()));
  }

  /** With a folder for everything this machine keeps, but for what the files place elsewhere. */
  public NodeSettings withDataDir(Path dir) {
    Map<String, Object> values = new HashMap<>();
    Map.of(
            "podium.dashboard.h2-dir", "board",
            "podium.dashboard.checkpoints-dir", "checkpoints",
            "podium.notifications.dir", "notifications",
            "podium.scheduler.data-dir", "scheduler",
            "podium.worker.data-dir", "worker",
            "podium.worker.cache-dir", "cache",
            "podium.worker.checkpoints-dir", "checkpoints")
        .forEach(
            (key, part) -> {
              if (root.getValue(key).equals(SHIPPED.getValue(key))) {
                values.put(key, dir.resolve(part).toString());
              }
            });
    return with(values);
  }

  /**
   * With the devices people named: {@code cpu}, {@code all} or a list such as {@code cuda:0*3}; an
   * empty list leaves what the files say.
   *
   * @throws UserErrorException when these words do not name devices, each once
   */
  public NodeSettings withDevices(List<String> devices) {
    if (devices.isEmpty()) {
      return this;
    }
    List<String> named =
        devices.stream().map(device -> device.replaceFirst("^cpu(?![^*])", "cpu:0")).toList();
    if (named.size() == 1 && EVERY_DEVICE.contains(named.getFirst())) {
      return with("podium.worker.devices", List.of("auto"));
    }
    Set<String> seen = new HashSet<>();
    for (String words : named) {
      requireDevice(words, seen, String.join(",", devices));
    }
    return with("podium.worker.devices", named);
  }

  private static void requireDevice(String words, Set<String> seen, String given) {
    String wrong = "";
    if (EVERY_DEVICE.contains(words) || words.equals("none")) {
      wrong = "%s stands alone".formatted(words);
    } else {
      try {
        String device = OfferedDevice.parse(words).device();
        wrong = seen.add(device) ? "" : device + " is named twice";
      } catch (IllegalArgumentException e) {
        wrong = String.valueOf(e.getMessage());
      }
    }
    if (!wrong.isEmpty()) {
      throw new UserErrorException(
          "--devices %s: %s; write all, none, cpu, or devices by comma such as cuda:0,cuda:1*2"
              .formatted(given, wrong));
    }
  }

  /**
   * With data sets registered by name.
   *
   * @throws UserErrorException when one is not there
   */
  public NodeSettings withData(Map<String, Path> data) {
    Map<String, Object> values = new HashMap<>();
    data.forEach(
        (name, path) -> {
          String at = ConfigUtil.joinPath("podium", "datasets", name);
          if (!Files.exists(path)) {
            throw new UserErrorException(
                "--data %s=%s: there is no such file or folder; correct the path"
                    .formatted(name, path));
          }
          values.put(at + ".type", "files");
          values.put(at + ".path", path.toAbsolutePath().toString());
        });
    return values.isEmpty() ? this : with(values);
  }

  /**
   * With weights registered by {@code name/model}.
   *
   * @throws UserErrorException when a name is not of that form
   */
  public NodeSettings withWeights(Map<String, Path> weights) {
    Map<String, Object> values = new HashMap<>();
    weights.forEach(
        (id, path) -> {
          List<String> parts = List.of(id.split("/", -1));
          if (parts.size() != 2 || parts.contains("")) {
            throw new UserErrorException(
                "--weights %s=...: name them as NAME/MODEL=FILE, such as imagenet/resnet18=FILE"
                    .formatted(id));
          }
          values.put(
              ConfigUtil.joinPath("podium", "weights", parts.getFirst(), parts.getLast(), "file"),
              path.toAbsolutePath().toString());
        });
    return values.isEmpty() ? this : with(values);
  }
}

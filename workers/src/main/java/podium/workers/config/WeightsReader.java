package podium.workers.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import podium.workers.training.pretrained.WeightsSettings;

/** Reads {@code podium.weights.NAME.MODEL}; stateless. */
final class WeightsReader {
  private WeightsReader() {}

  static List<WeightsSettings> all(Config weights) {
    List<WeightsSettings> all = new ArrayList<>();
    for (String name : new TreeSet<>(weights.root().keySet())) {
      Config models = weights.getConfig(ConfigUtil.joinPath(name));
      for (String model : new TreeSet<>(models.root().keySet())) {
        all.add(one(name, model, models.getConfig(ConfigUtil.joinPath(model))));
      }
    }
    return all;
  }

  private static WeightsSettings one(String name, String model, Config config) {
    return new WeightsSettings(
        name,
        model,
        text(config, "file").map(Path::of),
        text(config, "url").map(url -> address(name, model, url)),
        text(config, "sha256"));
  }

  private static URI address(String name, String model, String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "podium.weights.%s.%s.url is %s; allowed: an https address".formatted(name, model, url),
          e);
    }
  }

  private static Optional<String> text(Config config, String key) {
    return config.hasPath(key)
        ? Optional.of(config.getString(key)).filter(text -> !text.isBlank())
        : Optional.empty();
  }
}

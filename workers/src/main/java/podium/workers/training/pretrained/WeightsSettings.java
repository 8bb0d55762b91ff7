package podium.workers.training.pretrained;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where weights lie, from the worker's own configuration: a safetensors file of torchvision's state
 * dict; immutable.
 *
 * @param name the name used in experiments, such as {@code imagenet}
 * @param model for which they are
 * @param file where they lie
 * @param url where they are fetched from, once; by https alone, and with a SHA-256
 * @param sha256 of the file, in hexadecimal; need not be given with {@code file}
 */
public record WeightsSettings(
    String name, String model, Optional<Path> file, Optional<URI> url, Optional<String> sha256) {

  public WeightsSettings {
    String key = "podium.weights." + name + "." + model;
    require(
        name.matches("[a-z0-9][a-z0-9_-]{0,62}") && !name.equals("none"),
        key + " is misnamed; a name is of a-z, 0-9, '_' and '-', and 'none' means no weights");
    require(
        file.isPresent() != url.isPresent(),
        key
            + " needs either a file or a url, as in "
            + key
            + " = { file = \"/path/x.safetensors\" }");
    require(
        url.map(given -> "https".equals(given.getScheme()) && given.getHost() != null).orElse(true),
        "%s.url is %s; allowed: an https address"
            .formatted(key, url.map(URI::toString).orElse("")));
    require(
        url.isEmpty() || sha256.isPresent(),
        key + ".sha256 is missing; with a url it must say what the file hashes to");
    require(
        sha256.map(given -> given.matches("[0-9a-f]{64}")).orElse(true),
        "%s.sha256 is %s; allowed: 64 of 0-9 and a-f".formatted(key, sha256.orElse("")));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Name and model, such as {@code imagenet/resnet18}. */
  public String id() {
    return name + "/" + model;
  }
}

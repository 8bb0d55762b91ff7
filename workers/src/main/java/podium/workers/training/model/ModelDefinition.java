package podium.workers.training.model;

import ai.djl.nn.Block;
import java.util.List;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.SpecFields;

/**
 * A model people can name in an experiment; immutable.
 *
 * @param name the name used in experiments, such as {@code resnet18}
 * @param smallestImage the smallest height and width, in pixels, it can be trained on
 * @param defaultImage the size used when neither recipe nor data set gives a large enough one
 * @param options what may be chosen besides the name, each whole, decimal, flag or choice
 * @param factory makes a new, uninitialised block from N,3,H,W images to N,classes logits
 */
public record ModelDefinition(
    String name, int smallestImage, int defaultImage, List<Field> options, Factory factory) {

  /** Makes the DJL block of a model, new at every call. */
  public interface Factory {
    Block create(ModelOptions options);
  }

  public ModelDefinition {
    if (!SpecFields.isName(name)) {
      throw new IllegalArgumentException(
          "model name '" + name + "' must be of lower-case letters, digits, '_' and '-'");
    }
    if (smallestImage < 1) {
      throw new IllegalArgumentException(
          "smallestImage of model '" + name + "' is " + smallestImage + "; at least 1 is needed");
    }
    if (defaultImage < smallestImage) {
      throw new IllegalArgumentException(
          "defaultImage of model '" + name + "' is " + defaultImage + ", below its smallest image");
    }
    options = List.copyOf(options);
    for (Field option : options) {
      if (option.name().equals("name")
          || !ModelChoice.OPTION.matcher(option.name()).matches()
          || !ModelChoice.hasLabel(option.defaultValue())
          || !option
              .kind()
              .accept(option.defaultValue())
              .equals(java.util.Optional.of(option.defaultValue()))) {
        throw new IllegalArgumentException(
            "option '%s' of model '%s' must be named by letters and digits and have a default that it allows, not %s"
                .formatted(option.name(), name, option.defaultValue()));
      }
    }
  }

  /** A model without options. */
  public ModelDefinition(String name, int smallestImage, int defaultImage, Factory factory) {
    this(name, smallestImage, defaultImage, List.of(), factory);
  }

  ModelDefinition(Catalog.Model entry, Factory factory) {
    this(entry.name(), entry.smallestImage(), entry.defaultImage(), entry.options(), factory);
  }

  /** What experiments may say of it. */
  public Catalog.Model entry() {
    return new Catalog.Model(name, smallestImage, defaultImage, options);
  }
}

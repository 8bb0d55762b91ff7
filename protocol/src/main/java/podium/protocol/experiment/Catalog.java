package podium.protocol.experiment;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.AddedLater;

/**
 * The models, data sets and weights that can be named in a spec.
 *
 * @param weights to begin with; none in messages older than them
 */
public record Catalog(
    List<Model> models, List<Dataset> datasets, @AddedLater List<Weights> weights) {
  private static final Field BATCH_NORM =
      new Field(
          "batchNorm",
          new Field.Flag(),
          true,
          "",
          "false: a bias instead of batch normalisation after every convolution");
  private static final Field WIDTH_MULTIPLIER =
      new Field(
          "widthMultiplier",
          new Field.Decimal(0.1, 4),
          1.0,
          "",
          "factor on every layer's channels, rounded to multiples of 8");

  /** What every Podium worker has. */
  public static final Catalog BUILT_IN =
      new Catalog(
          List.of(
              new Model("airbench", 25, 32, List.of(WIDTH_MULTIPLIER)),
              new Model("alexnet", 63, 64),
              new Model("googlenet", 32, 32),
              new Model("inception_v3", 75, 96, List.of(BATCH_NORM)),
              new Model("mobilenet_v2", 32, 32, List.of(WIDTH_MULTIPLIER)),
              new Model("mobilenet_v2_cifar", 32, 32),
              new Model("resnet101", 32, 32),
              new Model("resnet152", 32, 32),
              new Model("resnet18", 32, 32),
              new Model("resnet18_cifar", 32, 32),
              new Model("resnet34", 32, 32),
              new Model("resnet50", 32, 32),
              new Model("vgg11", 32, 32),
              new Model("vgg11_bn", 32, 32),
              new Model("vgg13", 32, 32),
              new Model("vgg13_bn", 32, 32),
              new Model("vgg16", 32, 32),
              new Model("vgg16_bn", 32, 32),
              new Model("vgg19", 32, 32),
              new Model("vgg19_bn", 32, 32),
              new Model("vgg19_bn_cifar", 32, 32)),
          List.of(new Dataset("cifar10", 32), new Dataset("digits", 32)));

  /**
   * A network by name.
   *
   * @param smallestImage side in pixels below which it cannot be trained
   * @param defaultImage side used when neither recipe nor data set gives a large enough one
   * @param options what may be chosen besides the name
   */
  public record Model(
      String name, int smallestImage, int defaultImage, @AddedLater List<Field> options) {
    public Model {
      // why: workers of earlier versions registered models without options
      options = List.copyOf(Objects.requireNonNullElse(options, List.of()));
    }

    /** A model without options. */
    public Model(String name, int smallestImage, int defaultImage) {
      this(name, smallestImage, defaultImage, List.of());
    }

    /** The option of that name. */
    public Optional<Field> option(String option) {
      return options.stream().filter(field -> field.name().equals(option)).findFirst();
    }
  }

  /**
   * A set of labelled images by name.
   *
   * @param imageSize side of its images in pixels; 0 when it is known only after reading
   */
  public record Dataset(String name, int imageSize) {}

  /**
   * Weights to begin with, by name, for one model.
   *
   * @param name such as {@code imagenet}
   */
  public record Weights(String name, String model) {}

  public Catalog {
    models = List.copyOf(models);
    datasets = List.copyOf(datasets);
    // why: workers of earlier versions registered without weights
    weights = List.copyOf(Objects.requireNonNullElse(weights, List.of()));
  }

  /** A catalog without weights. */
  public Catalog(List<Model> models, List<Dataset> datasets) {
    this(models, datasets, List.of());
  }

  /** Whether there are weights of that name for that model; {@code none} is always there. */
  public boolean hasWeights(String name, String model) {
    return name.equals(SpecFields.NO_WEIGHTS) || weights.contains(new Weights(name, model));
  }

  /** The model of that name. */
  public Optional<Model> model(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** Whether the model of a label is here, with every option it names. */
  public boolean offers(String label) {
    return ModelChoice.parse(label)
        .filter(
            choice ->
                model(choice.name())
                    .filter(known -> choice.reasonsAgainst("", known).isEmpty())
                    .isPresent())
        .isPresent();
  }

  /** The data set of that name. */
  public Optional<Dataset> dataset(String name) {
    return datasets.stream().filter(dataset -> dataset.name().equals(name)).findFirst();
  }

  /** What every worker has, and what these offer besides. */
  public static Catalog together(Collection<Catalog> offered) {
    Catalog all = BUILT_IN;
    for (Catalog one : offered) {
      all = all.plus(one);
    }
    return all;
  }

  /** This catalog and what the other has besides. */
  public Catalog plus(Catalog other) {
    return new Catalog(
        Stream.concat(models.stream(), other.models.stream().filter(m -> model(m.name()).isEmpty()))
            .sorted(java.util.Comparator.comparing(Model::name))
            .toList(),
        Stream.concat(
                datasets.stream(), other.datasets.stream().filter(d -> dataset(d.name()).isEmpty()))
            .sorted(java.util.Comparator.comparing(Dataset::name))
            .toList(),
        Stream.concat(weights.stream(), other.weights.stream())
            .distinct()
            .sorted(java.util.Comparator.comparing(Weights::name).thenComparing(Weights::model))
            .toList());
  }
}

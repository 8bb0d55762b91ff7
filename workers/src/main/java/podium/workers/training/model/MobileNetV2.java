package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MobileNetV2 (Sandler et al. 2018) of any width, as torchvision's {@code mobilenet_v2}. */
final class MobileNetV2 {

  /** One row of the paper's table 2: expansion, output channels, repetitions, first stride. */
  record Stage(int expansion, int outputs, int repeats, int stride) {}

  /** The paper's table 2. */
  static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private final Layers layers;
  private final double width;

  private MobileNetV2(Layers layers, double width) {
    this.layers = layers;
    this.width = width;
  }

  static TorchBlock create(ModelOptions options) {
    Layers layers = new Layers(FirstWeights.KAIMING_NORMAL, options.dropout());
    return new MobileNetV2(layers, options.decimal("widthMultiplier")).network(options.classes());
  }

  /** Channels at a width: the nearest multiple of 8, no more than a tenth below the exact one. */
  static int channels(double exact) {
    int rounded = Math.max(8, (int) (exact + 4) / 8 * 8);
    return rounded < 0.9 * exact ? rounded + 8 : rounded;
  }

  private TorchBlock network(int classes) {
    // why: a narrower network keeps the full last layer, as the paper has it
    int last = channels(1280 * Math.max(1, width));
    return new Chain()
        .then("features", Chain.numbered(features(last)))
        .then("avgpool", Layers.averagePoolTo(1))
        .then("flatten", Layers.flatten())
        .then("classifier", Chain.numbered(layers.dropout(0.2f), layers.linear(last, classes)));
  }

  private List<TorchBlock> features(int last) {
    List<TorchBlock> features = new ArrayList<>();
    int channels = channels(32 * width);
    features.add(convolution(3, channels, Window.square(3, 2, 1), 1));
    for (Stage stage : STAGES) {
      int outputs = channels(stage.outputs() * width);
      for (int i = 0; i < stage.repeats(); i++) {
        int stride = i == 0 ? stage.stride() : 1;
        features.add(invertedResidual(channels, outputs, stride, stage.expansion()));
        channels = outputs;
      }
    }
    features.add(convolution(channels, last, Window.square(1, 1, 0), 1));
    return features;
  }

  private TorchBlock invertedResidual(int inputs, int outputs, int stride, int expansion) {
    int hidden = inputs * expansion;
    List<TorchBlock> path = new ArrayList<>();
    if (expansion != 1) {
      path.add(convolution(inputs, hidden, Window.square(1, 1, 0), 1));
    }
    path.add(convolution(hidden, hidden, Window.square(3, stride, 1), hidden));
    path.add(layers.plainConvolution(hidden, outputs, Window.square(1, 1, 0), 1));
    path.add(norm(outputs));
    return stride == 1 && inputs == outputs
        ? new Residual("conv", Chain.numbered(path), "", Optional.empty())
        : new Chain().then("conv", Chain.numbered(path));
  }

  private Chain convolution(int inputs, int outputs, Window window, int groups) {
    return Chain.numbered(
        layers.plainConvolution(inputs, outputs, window, groups), norm(outputs), Layers.relu6());
  }

  private static BatchNorm norm(int channels) {
    return new BatchNorm(channels, 1e-5);
  }
}

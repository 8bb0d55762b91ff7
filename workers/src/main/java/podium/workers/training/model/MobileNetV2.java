package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MobileNetV2 (Sandler et al. 2018), width 1, as torchvision's {@code mobilenet_v2}. */
final class MobileNetV2 {

  /** One row of the paper's table 2: expansion, output channels, repetitions, first stride. */
  private record Stage(int expansion, int outputs, int repeats, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private final Layers layers;

  private MobileNetV2(Layers layers) {
    this.layers = layers;
  }

  static TorchBlock create(ModelOptions options) {
    return new MobileNetV2(new Layers(FirstWeights.KAIMING_NORMAL, options.dropout()))
        .network(options.classes());
  }

  private TorchBlock network(int classes) {
    return new Chain()
        .then("features", Chain.numbered(features()))
        .then("avgpool", Layers.averagePoolTo(1))
        .then("flatten", Layers.flatten())
        .then("classifier", Chain.numbered(layers.dropout(0.2f), layers.linear(1280, classes)));
  }

  private List<TorchBlock> features() {
    List<TorchBlock> features = new ArrayList<>();
    features.add(convolution(3, 32, Window.square(3, 2, 1), 1));
    int channels = 32;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.repeats(); i++) {
        int stride = i == 0 ? stage.stride() : 1;
        features.add(invertedResidual(channels, stage.outputs(), stride, stage.expansion()));
        channels = stage.outputs();
      }
    }
    features.add(convolution(channels, 1280, Window.square(1, 1, 0), 1));
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
        ? new Residual("conv", Chain.numbered(path), Optional.empty())
        : new Chain().then("conv", Chain.numbered(path));
  }

  private Chain convolution(int inputs, int outputs, Window window, int groups) {
    return Chain.numbered(
        layers.plainConvolution(inputs, outputs, window, groups), norm(outputs), Layers.relu6());
  }

  private static BatchNorm norm(int channels) {
    return new BatchNorm(channels, 1e-5f);
  }
}

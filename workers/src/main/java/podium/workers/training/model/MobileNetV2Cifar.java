package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * pytorch-cifar's MobileNetV2 for images of 32 pixels: two strides fewer, plain ReLU, an expanding
 * convolution in every block, and a projection wherever a block of stride 1 changes its channels.
 */
final class MobileNetV2Cifar {
  private static final Window ONE = Window.square(1, 1, 0);

  private final Layers layers;

  private MobileNetV2Cifar(Layers layers) {
    this.layers = layers;
  }

  static TorchBlock create(ModelOptions options) {
    return new MobileNetV2Cifar(new Layers(FirstWeights.TORCH_DEFAULT, options.dropout()))
        .network(options.classes());
  }

  private TorchBlock network(int classes) {
    return new Chain()
        .then("conv1", layers.plainConvolution(3, 32, Window.square(3, 1, 1), 1))
        .then("bn1", norm(32))
        .then("relu1", Layers.relu())
        .then("layers", Chain.numbered(blocks()))
        .then("conv2", layers.plainConvolution(320, 1280, ONE, 1))
        .then("bn2", norm(1280))
        .then("relu2", Layers.relu())
        .then("avgpool", Layers.cifarPool())
        .then("flatten", Layers.flatten())
        .then("linear", layers.linear(1280, classes));
  }

  private List<TorchBlock> blocks() {
    List<TorchBlock> blocks = new ArrayList<>();
    int channels = 32;
    for (MobileNetV2.Stage stage : MobileNetV2.STAGES) {
      // why: where the paper strides for images of 224 pixels, images of 32 have nothing to spare
      int first = stage.outputs() == 24 ? 1 : stage.stride();
      for (int i = 0; i < stage.repeats(); i++) {
        int stride = i == 0 ? first : 1;
        blocks.add(block(channels, stage.outputs(), stride, stage.expansion()));
        channels = stage.outputs();
      }
    }
    return blocks;
  }

  private TorchBlock block(int inputs, int outputs, int stride, int expansion) {
    int hidden = inputs * expansion;
    Chain path =
        new Chain()
            .then("conv1", layers.plainConvolution(inputs, hidden, ONE, 1))
            .then("bn1", norm(hidden))
            .then("relu1", Layers.relu())
            .then(
                "conv2",
                layers.plainConvolution(hidden, hidden, Window.square(3, stride, 1), hidden))
            .then("bn2", norm(hidden))
            .then("relu2", Layers.relu())
            .then("conv3", layers.plainConvolution(hidden, outputs, ONE, 1))
            .then("bn3", norm(outputs));
    return stride == 1 ? new Residual("", path, "shortcut", projection(inputs, outputs)) : path;
  }

  private Optional<TorchBlock> projection(int inputs, int outputs) {
    return inputs == outputs
        ? Optional.empty()
        : Optional.of(
            Chain.numbered(layers.plainConvolution(inputs, outputs, ONE, 1), norm(outputs)));
  }

  private static BatchNorm norm(int channels) {
    return new BatchNorm(channels, 1e-5);
  }
}

package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ResNet of basic blocks (He et al. 2016), as torchvision's {@code resnet18}. */
final class ResNet {
  private final Layers layers;

  private ResNet(Layers layers) {
    this.layers = layers;
  }

  static TorchBlock resnet18(ModelOptions options) {
    return new ResNet(new Layers(FirstWeights.KAIMING, options.dropout()))
        .network(options.classes(), List.of(2, 2, 2, 2));
  }

  private TorchBlock network(int classes, List<Integer> depths) {
    Chain network =
        new Chain()
            .then("conv1", layers.plainConvolution(3, 64, Window.square(7, 2, 3), 1))
            .then("bn1", norm(64))
            .then("relu", Layers.relu())
            .then("maxpool", Layers.maxPool(Window.square(3, 2, 1), false));
    int channels = 64;
    for (int stage = 0; stage < depths.size(); stage++) {
      int outputs = 64 << stage;
      int stride = stage == 0 ? 1 : 2;
      network.then("layer" + (stage + 1), stage(channels, outputs, depths.get(stage), stride));
      channels = outputs;
    }
    return network
        .then("avgpool", Layers.averagePoolTo(1))
        .then("flatten", Layers.flatten())
        .then("fc", layers.linear(channels, classes));
  }

  private Chain stage(int inputs, int outputs, int depth, int stride) {
    List<TorchBlock> blocks = new ArrayList<>();
    blocks.add(basicBlock(inputs, outputs, stride));
    for (int i = 1; i < depth; i++) {
      blocks.add(basicBlock(outputs, outputs, 1));
    }
    return Chain.numbered(blocks);
  }

  private TorchBlock basicBlock(int inputs, int outputs, int stride) {
    Chain path =
        new Chain()
            .then("conv1", layers.plainConvolution(inputs, outputs, Window.square(3, stride, 1), 1))
            .then("bn1", norm(outputs))
            .then("relu", Layers.relu())
            .then("conv2", layers.plainConvolution(outputs, outputs, Window.square(3, 1, 1), 1))
            .then("bn2", norm(outputs));
    return new Chain()
        .then("", new Residual("", path, projection(inputs, outputs, stride)))
        .then("relu", Layers.relu());
  }

  private Optional<TorchBlock> projection(int inputs, int outputs, int stride) {
    if (stride == 1 && inputs == outputs) {
      return Optional.empty();
    }
    return Optional.of(
        Chain.numbered(
            layers.plainConvolution(inputs, outputs, Window.square(1, stride, 0), 1),
            norm(outputs)));
  }

  private static BatchNorm norm(int channels) {
    return new BatchNorm(channels, 1e-5f);
  }
}

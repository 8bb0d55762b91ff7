package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ResNet (He et al. 2016) as torchvision's {@code resnet18} to {@code resnet152}, whose bottlenecks
 * stride in their 3x3 convolution, and as pytorch-cifar's ResNet18 with a 3x3 stem.
 */
final class ResNet {

  /** What a ResNet is made of. */
  private record Form(
      List<Integer> depths, boolean bottleneck, boolean cifar, FirstWeights firstWeights) {
    String shortcut() {
      return cifar ? "shortcut" : "downsample";
    }

    int expansion() {
      return bottleneck ? 4 : 1;
    }
  }

  private final Form form;
  private final Layers layers;

  private ResNet(Form form, ModelOptions options) {
    this.form = form;
    this.layers = new Layers(form.firstWeights(), options.dropout());
  }

  /** Of two 3x3 convolutions a block (18 and 34 layers). */
  static ModelDefinition.Factory basic(Integer... depths) {
    return of(new Form(List.of(depths), false, false, FirstWeights.KAIMING));
  }

  /** Of bottlenecks (50 layers and more). */
  static ModelDefinition.Factory bottleneck(Integer... depths) {
    return of(new Form(List.of(depths), true, false, FirstWeights.KAIMING));
  }

  /** For images of 32 pixels: a stem of stride 1 without pooling, torch's own first weights. */
  static ModelDefinition.Factory cifar(Integer... depths) {
    return of(new Form(List.of(depths), false, true, FirstWeights.TORCH_DEFAULT));
  }

  private static ModelDefinition.Factory of(Form form) {
    return options -> new ResNet(form, options).network(options.classes());
  }

  private TorchBlock network(int classes) {
    Window stem = form.cifar() ? Window.square(3, 1, 1) : Window.square(7, 2, 3);
    Chain network =
        new Chain()
            .then("conv1", layers.plainConvolution(3, 64, stem, 1))
            .then("bn1", norm(64))
            .then("relu", Layers.relu());
    if (!form.cifar()) {
      network.then("maxpool", Layers.maxPool(Window.square(3, 2, 1), false));
    }
    int channels = 64;
    for (int stage = 0; stage < form.depths().size(); stage++) {
      int width = 64 << stage;
      int stride = stage == 0 ? 1 : 2;
      network.then("layer" + (stage + 1), stage(channels, width, form.depths().get(stage), stride));
      channels = width * form.expansion();
    }
    return network
        .then("avgpool", form.cifar() ? Layers.cifarPool() : Layers.averagePoolTo(1))
        .then("flatten", Layers.flatten())
        .then(form.cifar() ? "linear" : "fc", layers.linear(channels, classes));
  }

  private Chain stage(int inputs, int width, int depth, int stride) {
    List<TorchBlock> blocks = new ArrayList<>();
    blocks.add(block(inputs, width, stride));
    for (int i = 1; i < depth; i++) {
      blocks.add(block(width * form.expansion(), width, 1));
    }
    return Chain.numbered(blocks);
  }

  private TorchBlock block(int inputs, int width, int stride) {
    Chain path =
        form.bottleneck()
            ? bottleneckPath(inputs, width, stride)
            : basicPath(inputs, width, stride);
    return new Chain()
        .then("", new Residual("", path, form.shortcut(), projection(inputs, width, stride)))
        .then("relu", Layers.relu());
  }

  private Chain basicPath(int inputs, int width, int stride) {
    return new Chain()
        .then("conv1", layers.plainConvolution(inputs, width, Window.square(3, stride, 1), 1))
        .then("bn1", norm(width))
        .then("relu", Layers.relu())
        .then("conv2", layers.plainConvolution(width, width, Window.square(3, 1, 1), 1))
        .then("bn2", norm(width));
  }

  private Chain bottleneckPath(int inputs, int width, int stride) {
    int outputs = width * form.expansion();
    return new Chain()
        .then("conv1", layers.plainConvolution(inputs, width, Window.square(1, 1, 0), 1))
        .then("bn1", norm(width))
        .then("relu1", Layers.relu())
        .then("conv2", layers.plainConvolution(width, width, Window.square(3, stride, 1), 1))
        .then("bn2", norm(width))
        .then("relu2", Layers.relu())
        .then("conv3", layers.plainConvolution(width, outputs, Window.square(1, 1, 0), 1))
        .then("bn3", norm(outputs));
  }

  private Optional<TorchBlock> projection(int inputs, int width, int stride) {
    int outputs = width * form.expansion();
    if (stride == 1 && inputs == outputs) {
      return Optional.empty();
    }
    return Optional.of(
        Chain.numbered(
            layers.plainConvolution(inputs, outputs, Window.square(1, stride, 0), 1),
            norm(outputs)));
  }

  private static BatchNorm norm(int channels) {
    return new BatchNorm(channels, 1e-5);
  }
}

package podium.workers.training.model;

import java.util.ArrayList;
import java.util.List;

/**
 * VGG (Simonyan and Zisserman 2015), configurations A, B, D and E, as torchvision's {@code vgg11}
 * to {@code vgg19_bn}, and as pytorch-cifar's VGG19 with one linear layer.
 */
final class Vgg {
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 512);

  private final Layers layers;
  private final boolean batchNorm;

  private Vgg(Layers layers, boolean batchNorm) {
    this.layers = layers;
    this.batchNorm = batchNorm;
  }

  /** As torchvision has it; depths are the convolutions of the five stages. */
  static ModelDefinition.Factory torchvision(boolean batchNorm, Integer... depths) {
    List<Integer> stages = List.of(depths);
    return options ->
        new Vgg(new Layers(FirstWeights.KAIMING_NORMAL, options.dropout()), batchNorm)
            .network(stages, options.classes());
  }

  /** For images of 32 pixels: batch norm and one linear layer, torch's own first weights. */
  static ModelDefinition.Factory cifar(Integer... depths) {
    List<Integer> stages = List.of(depths);
    return options -> {
      Layers layers = new Layers(FirstWeights.TORCH_DEFAULT, options.dropout());
      return new Chain()
          .then("features", new Vgg(layers, true).features(stages))
          .then("avgpool", Layers.averagePoolTo(1))
          .then("flatten", Layers.flatten())
          .then("classifier", layers.linear(WIDTHS.getLast(), options.classes()));
    };
  }

  private TorchBlock network(List<Integer> stages, int classes) {
    return new Chain()
        .then("features", features(stages))
        .then("avgpool", Layers.averagePoolTo(7))
        .then("flatten", Layers.flatten())
        .then(
            "classifier",
            Chain.numbered(
                layers.linear(512 * 7 * 7, 4096),
                Layers.relu(),
                layers.dropout(0.5f),
                layers.linear(4096, 4096),
                Layers.relu(),
                layers.dropout(0.5f),
                layers.linear(4096, classes)));
  }

  private Chain features(List<Integer> stages) {
    List<TorchBlock> links = new ArrayList<>();
    int channels = 3;
    for (int stage = 0; stage < stages.size(); stage++) {
      int outputs = WIDTHS.get(stage);
      for (int i = 0; i < stages.get(stage); i++) {
        links.add(layers.convolution(channels, outputs, Window.square(3, 1, 1)));
        if (batchNorm) {
          links.add(new BatchNorm(outputs, 1e-5));
        }
        links.add(Layers.relu());
        channels = outputs;
      }
      links.add(Layers.maxPool(Window.square(2, 2, 0), false));
    }
    return Chain.numbered(links);
  }
}

package podium.workers.training.model;

import java.util.List;
import podium.protocol.experiment.Catalog;

/** The models that come with Podium, defined as in torchvision, pytorch-cifar and airbench. */
public final class TorchvisionModels implements ModelProvider {
  @Override
  public List<ModelDefinition> models() {
    return List.of(
        model("airbench", Airbench::create),
        model("alexnet", AlexNet::create),
        model("vgg11", Vgg.torchvision(false, 1, 1, 2, 2, 2)),
        model("vgg13", Vgg.torchvision(false, 2, 2, 2, 2, 2)),
        model("vgg16", Vgg.torchvision(false, 2, 2, 3, 3, 3)),
        model("vgg19", Vgg.torchvision(false, 2, 2, 4, 4, 4)),
        model("vgg11_bn", Vgg.torchvision(true, 1, 1, 2, 2, 2)),
        model("vgg13_bn", Vgg.torchvision(true, 2, 2, 2, 2, 2)),
        model("vgg16_bn", Vgg.torchvision(true, 2, 2, 3, 3, 3)),
        model("vgg19_bn", Vgg.torchvision(true, 2, 2, 4, 4, 4)),
        model("googlenet", GoogLeNet::create),
        model("inception_v3", InceptionV3::create),
        model("resnet18", ResNet.basic(2, 2, 2, 2)),
        model("resnet34", ResNet.basic(3, 4, 6, 3)),
        model("resnet50", ResNet.bottleneck(3, 4, 6, 3)),
        model("resnet101", ResNet.bottleneck(3, 4, 23, 3)),
        model("resnet152", ResNet.bottleneck(3, 8, 36, 3)),
        model("mobilenet_v2", MobileNetV2::create),
        model("resnet18_cifar", ResNet.cifar(2, 2, 2, 2)),
        model("vgg19_bn_cifar", Vgg.cifar(2, 2, 4, 4, 4)),
        model("mobilenet_v2_cifar", MobileNetV2Cifar::create));
  }

  /** Sizes and options are in the catalog, which the scheduler and the command line know too. */
  private static ModelDefinition model(String name, ModelDefinition.Factory factory) {
    Catalog.Model entry =
        Catalog.BUILT_IN
            .model(name)
            .orElseThrow(() -> new IllegalStateException(name + " is not in the catalog"));
    return new ModelDefinition(entry, factory);
  }
}

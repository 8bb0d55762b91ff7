package podium.workers.training.model;

import java.util.List;

/** The models that come with Podium, defined as in torchvision. */
public final class TorchvisionModels implements ModelProvider {
  @Override
  public List<ModelDefinition> models() {
    return List.of(
        new ModelDefinition("alexnet", 63, 64, AlexNet::create),
        new ModelDefinition("vgg16", 32, 32, Vgg::vgg16),
        new ModelDefinition("googlenet", 32, 32, GoogLeNet::create),
        new ModelDefinition("resnet18", 32, 32, ResNet::resnet18),
        new ModelDefinition("mobilenet_v2", 32, 32, MobileNetV2::create));
  }
}

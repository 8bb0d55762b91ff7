package podium.benchmarks.libtorch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The compared models for ten classes, with the layers of torchvision and pytorch-cifar. */
final class Nets {
  private static final int CLASSES = 10;
  private static final int[] WIDTHS = {64, 128, 256, 512};
  // why: torchvision's table of MobileNetV2: expansion, channels, blocks, first stride
  private static final int[][] INVERTED = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private Nets() {}

  static Net named(String model) {
    return switch (model) {
      case "resnet18" -> resNet18(false);
      case "resnet18_cifar" -> resNet18(true);
      case "mobilenet_v2" -> mobileNetV2();
      default -> throw new IllegalArgumentException("no model is called " + model);
    };
  }

  private static Net resNet18(boolean small) {
    Net net = new Net();
    net.then(small ? net.convolution(3, 64, 3, 1, 1) : net.convolution(3, 64, 7, 2, 1));
    net.then(torch::relu_);
    if (!small) {
      net.then(
          images ->
              torch.max_pool2d(
                  images,
                  new long[] {3, 3},
                  new long[] {2, 2},
                  new long[] {1, 1},
                  new long[] {1, 1},
                  false));
    }
    int inputs = 64;
    for (int width : WIDTHS) {
      net.then(basicBlock(net, inputs, width, width == inputs ? 1 : 2));
      net.then(basicBlock(net, width, width, 1));
      inputs = width;
    }
    return net.then(net.head(inputs, CLASSES, 0));
  }

  private static UnaryOperator<Tensor> basicBlock(Net net, int inputs, int outputs, int stride) {
    UnaryOperator<Tensor> first = net.convolution(inputs, outputs, 3, stride, 1);
    UnaryOperator<Tensor> second = net.convolution(outputs, outputs, 3, 1, 1);
    UnaryOperator<Tensor> shortcut =
        stride == 1 ? UnaryOperator.identity() : net.convolution(inputs, outputs, 1, stride, 1);
    return images ->
        torch.relu_(second.apply(torch.relu_(first.apply(images))).add_(shortcut.apply(images)));
  }

  private static Net mobileNetV2() {
    Net net = new Net();
    net.then(net.convolution(3, 32, 3, 2, 1)).then(Nets::relu6);
    int inputs = 32;
    for (int[] row : INVERTED) {
      for (int block = 0; block < row[2]; block++) {
        net.then(invertedResidual(net, inputs, row[1], block == 0 ? row[3] : 1, row[0]));
        inputs = row[1];
      }
    }
    net.then(net.convolution(inputs, 1280, 1, 1, 1)).then(Nets::relu6);
    return net.then(net.head(1280, CLASSES, 0.2));
  }

  private static UnaryOperator<Tensor> invertedResidual(
      Net net, int inputs, int outputs, int stride, int expansion) {
    int hidden = inputs * expansion;
    UnaryOperator<Tensor> expand =
        expansion == 1 ? UnaryOperator.identity() : net.convolution(inputs, hidden, 1, 1, 1);
    UnaryOperator<Tensor> depthwise = net.convolution(hidden, hidden, 3, stride, hidden);
    UnaryOperator<Tensor> project = net.convolution(hidden, outputs, 1, 1, 1);
    return images -> {
      Tensor wide = expansion == 1 ? images : relu6(expand.apply(images));
      Tensor result = project.apply(relu6(depthwise.apply(wide)));
      return stride == 1 && inputs == outputs ? images.add(result) : result;
    };
  }

  private static Tensor relu6(Tensor images) {
    return torch.hardtanh_(images, new Scalar(0.0), new Scalar(6.0));
  }
}

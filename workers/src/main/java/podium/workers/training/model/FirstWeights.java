package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;

/**
 * How torchvision draws a model family's first weights; biases are told by their weight's shape.
 */
enum FirstWeights {
  /** torch's own defaults (AlexNet, pytorch-cifar's models). */
  TORCH_DEFAULT {
    @Override
    Filling convolution(Shape weight) {
      return Filling.torchDefault(weight);
    }

    @Override
    Filling linear(Shape weight) {
      return Filling.torchDefault(weight);
    }

    @Override
    Filling bias(Shape weight) {
      return Filling.torchDefault(weight);
    }
  },

  /** Kaiming normal convolutions, torch's default elsewhere (ResNet). */
  KAIMING {
    @Override
    Filling convolution(Shape weight) {
      return Filling.kaimingNormalFanOut(weight);
    }

    @Override
    Filling linear(Shape weight) {
      return Filling.torchDefault(weight);
    }

    @Override
    Filling bias(Shape weight) {
      return Filling.torchDefault(weight);
    }
  },

  /** Kaiming normal convolutions, normal(0, 0.01) linear layers, biases 0 (VGG, MobileNetV2). */
  KAIMING_NORMAL {
    @Override
    Filling convolution(Shape weight) {
      return Filling.kaimingNormalFanOut(weight);
    }

    @Override
    Filling linear(Shape weight) {
      return new Filling.Normal(0.01);
    }

    @Override
    Filling bias(Shape weight) {
      return new Filling.Constant(0);
    }
  },

  /**
   * Normal(0, 0.01), torchvision's {@code trunc_normal_} (GoogLeNet): it cuts at 200 deviations,
   * where nothing is drawn.
   */
  TRUNCATED_NORMAL {
    @Override
    Filling convolution(Shape weight) {
      return new Filling.Normal(0.01);
    }

    @Override
    Filling linear(Shape weight) {
      return new Filling.Normal(0.01);
    }

    @Override
    Filling bias(Shape weight) {
      return Filling.torchDefault(weight);
    }
  },

  /** Normal(0, 0.1), likewise, cut at 20 deviations (Inception v3). */
  TRUNCATED_TENTH {
    @Override
    Filling convolution(Shape weight) {
      return new Filling.Normal(0.1);
    }

    @Override
    Filling linear(Shape weight) {
      return new Filling.Normal(0.1);
    }

    @Override
    Filling bias(Shape weight) {
      return Filling.torchDefault(weight);
    }
  },

  /**
   * Kaiming normal over what comes in, biases 0 (Inception v3 without batch norm, which torchvision
   * lacks: normal(0, 0.1) would grow from layer to layer there).
   */
  HE_FAN_IN {
    @Override
    Filling convolution(Shape weight) {
      return Filling.kaimingNormalFanIn(weight);
    }

    @Override
    Filling linear(Shape weight) {
      return Filling.torchDefault(weight);
    }

    @Override
    Filling bias(Shape weight) {
      return new Filling.Constant(0);
    }
  };

  abstract Filling convolution(Shape weight);

  abstract Filling linear(Shape weight);

  abstract Filling bias(Shape weight);
}

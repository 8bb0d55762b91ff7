package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;

/**
 * How torchvision draws a model family's first weights; biases are told by their weight's shape.
 */
enum FirstWeights {
  /** torch's own defaults (AlexNet, pytorch-cifar's models). */
  TORCH_DEFAULT {
    @Override
    Distribution convolution(Shape weight) {
      return Distribution.torchDefault(weight);
    }

    @Override
    Distribution linear(Shape weight) {
      return Distribution.torchDefault(weight);
    }

    @Override
    Distribution bias(Shape weight) {
      return Distribution.torchDefault(weight);
    }
  },

  /**
   * Convolutions that hand their inputs on, linear layers of deviation 1, torch's default for
   * biases (airbench).
   */
  DIRAC {
    @Override
    Distribution convolution(Shape weight) {
      return new Distribution.Dirac(weight);
    }

    @Override
    Distribution linear(Shape weight) {
      return new Distribution.Uniform(Math.sqrt(3));
    }

    @Override
    Distribution bias(Shape weight) {
      return Distribution.torchDefault(weight);
    }
  },

  /** Kaiming normal convolutions, torch's default elsewhere (ResNet). */
  KAIMING {
    @Override
    Distribution convolution(Shape weight) {
      return Distribution.kaimingNormalFanOut(weight);
    }

    @Override
    Distribution linear(Shape weight) {
      return Distribution.torchDefault(weight);
    }

    @Override
    Distribution bias(Shape weight) {
      return Distribution.torchDefault(weight);
    }
  },

  /** Kaiming normal convolutions, normal(0, 0.01) linear layers, biases 0 (VGG, MobileNetV2). */
  KAIMING_NORMAL {
    @Override
    Distribution convolution(Shape weight) {
      return Distribution.kaimingNormalFanOut(weight);
    }

    @Override
    Distribution linear(Shape weight) {
      return new Distribution.Normal(0.01);
    }

    @Override
    Distribution bias(Shape weight) {
      return new Distribution.Constant(0);
    }
  },

  /**
   * Normal(0, 0.01), torchvision's {@code trunc_normal_} (GoogLeNet): it cuts at 200 deviations,
   * where nothing is drawn.
   */
  TRUNCATED_NORMAL {
    @Override
    Distribution convolution(Shape weight) {
      return new Distribution.Normal(0.01);
    }

    @Override
    Distribution linear(Shape weight) {
      return new Distribution.Normal(0.01);
    }

    @Override
    Distribution bias(Shape weight) {
      return Distribution.torchDefault(weight);
    }
  },

  /** Normal(0, 0.1), likewise, cut at 20 deviations (Inception v3). */
  TRUNCATED_TENTH {
    @Override
    Distribution convolution(Shape weight) {
      return new Distribution.Normal(0.1);
    }

    @Override
    Distribution linear(Shape weight) {
      return new Distribution.Normal(0.1);
    }

    @Override
    Distribution bias(Shape weight) {
      return Distribution.torchDefault(weight);
    }
  },

  /**
   * Kaiming normal over what comes in, biases 0 (Inception v3 without batch norm, which torchvision
   * lacks: normal(0, 0.1) would grow from layer to layer there).
   */
  HE_FAN_IN {
    @Override
    Distribution convolution(Shape weight) {
      return Distribution.kaimingNormalFanIn(weight);
    }

    @Override
    Distribution linear(Shape weight) {
      return Distribution.torchDefault(weight);
    }

    @Override
    Distribution bias(Shape weight) {
      return new Distribution.Constant(0);
    }
  };

  abstract Distribution convolution(Shape weight);

  abstract Distribution linear(Shape weight);

  abstract Distribution bias(Shape weight);
}

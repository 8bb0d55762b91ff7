package podium.workers.training.model;

import static podium.workers.training.model.Layers.maxPool;

/**
 * Inception v3 (Szegedy et al. 2016) without its auxiliary head, as torchvision's {@code
 * inception_v3(aux_logits=False, transform_input=False)}; without batch norm every convolution has
 * a bias instead.
 */
final class InceptionV3 {
  private static final Window ONE = Window.square(1, 1, 0);
  private static final Window THREE = Window.square(3, 1, 1);
  private static final Window HALVING = Window.square(3, 2, 0);
  private static final Window ROW_OF_SEVEN = Window.row(7);
  private static final Window COLUMN_OF_SEVEN = Window.column(7);

  private final Layers layers;
  private final boolean batchNorm;

  private InceptionV3(Layers layers, boolean batchNorm) {
    this.layers = layers;
    this.batchNorm = batchNorm;
  }

  static TorchBlock create(ModelOptions options) {
    boolean batchNorm = options.flag("batchNorm");
    FirstWeights first = batchNorm ? FirstWeights.TRUNCATED_TENTH : FirstWeights.HE_FAN_IN;
    return new InceptionV3(new Layers(first, options.dropout()), batchNorm)
        .network(options.classes());
  }

  private TorchBlock network(int classes) {
    return new Chain()
        .then("Conv2d_1a_3x3", convolution(3, 32, HALVING))
        .then("Conv2d_2a_3x3", convolution(32, 32, Window.square(3, 1, 0)))
        .then("Conv2d_2b_3x3", convolution(32, 64, THREE))
        .then("maxpool1", maxPool(HALVING, false))
        .then("Conv2d_3b_1x1", convolution(64, 80, ONE))
        .then("Conv2d_4a_3x3", convolution(80, 192, Window.square(3, 1, 0)))
        .then("maxpool2", maxPool(HALVING, false))
        .then("Mixed_5b", fives(192, 32))
        .then("Mixed_5c", fives(256, 64))
        .then("Mixed_5d", fives(288, 64))
        .then("Mixed_6a", firstReduction(288))
        .then("Mixed_6b", sevens(128))
        .then("Mixed_6c", sevens(160))
        .then("Mixed_6d", sevens(160))
        .then("Mixed_6e", sevens(192))
        .then("Mixed_7a", secondReduction(768))
        .then("Mixed_7b", forks(1280))
        .then("Mixed_7c", forks(2048))
        .then("avgpool", Layers.averagePoolTo(1))
        .then("dropout", layers.dropout(0.5f))
        .then("flatten", Layers.flatten())
        .then("fc", layers.linear(2048, classes));
  }

  /** The paper's figure 5; like torchvision with a 5x5 convolution in the second path. */
  private TorchBlock fives(int inputs, int pooled) {
    return new Branches()
        .with("branch1x1", convolution(inputs, 64, ONE))
        .with(
            new Chain()
                .then("branch5x5_1", convolution(inputs, 48, ONE))
                .then("branch5x5_2", convolution(48, 64, Window.square(5, 1, 2))))
        .with(
            new Chain()
                .then("branch3x3dbl_1", convolution(inputs, 64, ONE))
                .then("branch3x3dbl_2", convolution(64, 96, THREE))
                .then("branch3x3dbl_3", convolution(96, 96, THREE)))
        .with(pooled(inputs, pooled));
  }

  /** From 35x35 to 17x17. */
  private TorchBlock firstReduction(int inputs) {
    return new Branches()
        .with("branch3x3", convolution(inputs, 384, HALVING))
        .with(
            new Chain()
                .then("branch3x3dbl_1", convolution(inputs, 64, ONE))
                .then("branch3x3dbl_2", convolution(64, 96, THREE))
                .then("branch3x3dbl_3", convolution(96, 96, HALVING)))
        .with(maxPool(HALVING, false));
  }

  /** The paper's figure 6: 7x7 convolutions cut into rows and columns. */
  private TorchBlock sevens(int width) {
    return new Branches()
        .with("branch1x1", convolution(768, 192, ONE))
        .with(
            new Chain()
                .then("branch7x7_1", convolution(768, width, ONE))
                .then("branch7x7_2", convolution(width, width, ROW_OF_SEVEN))
                .then("branch7x7_3", convolution(width, 192, COLUMN_OF_SEVEN)))
        .with(
            new Chain()
                .then("branch7x7dbl_1", convolution(768, width, ONE))
                .then("branch7x7dbl_2", convolution(width, width, COLUMN_OF_SEVEN))
                .then("branch7x7dbl_3", convolution(width, width, ROW_OF_SEVEN))
                .then("branch7x7dbl_4", convolution(width, width, COLUMN_OF_SEVEN))
                .then("branch7x7dbl_5", convolution(width, 192, ROW_OF_SEVEN)))
        .with(pooled(768, 192));
  }

  /** From 17x17 to 8x8. */
  private TorchBlock secondReduction(int inputs) {
    return new Branches()
        .with(
            new Chain()
                .then("branch3x3_1", convolution(inputs, 192, ONE))
                .then("branch3x3_2", convolution(192, 320, HALVING)))
        .with(
            new Chain()
                .then("branch7x7x3_1", convolution(inputs, 192, ONE))
                .then("branch7x7x3_2", convolution(192, 192, ROW_OF_SEVEN))
                .then("branch7x7x3_3", convolution(192, 192, COLUMN_OF_SEVEN))
                .then("branch7x7x3_4", convolution(192, 192, HALVING)))
        .with(maxPool(HALVING, false));
  }

  /** The paper's figure 7: paths that end in a row and a column side by side. */
  private TorchBlock forks(int inputs) {
    return new Branches()
        .with("branch1x1", convolution(inputs, 320, ONE))
        .with(
            new Chain()
                .then("branch3x3_1", convolution(inputs, 384, ONE))
                .then("", fork("branch3x3_2")))
        .with(
            new Chain()
                .then("branch3x3dbl_1", convolution(inputs, 448, ONE))
                .then("branch3x3dbl_2", convolution(448, 384, THREE))
                .then("", fork("branch3x3dbl_3")))
        .with(pooled(inputs, 192));
  }

  private TorchBlock fork(String name) {
    return new Branches()
        .with(name + "a", convolution(384, 384, Window.row(3)))
        .with(name + "b", convolution(384, 384, Window.column(3)));
  }

  private TorchBlock pooled(int inputs, int outputs) {
    return new Chain()
        .then("pool", Layers.averagePool(THREE))
        .then("branch_pool", convolution(inputs, outputs, ONE));
  }

  private TorchBlock convolution(int inputs, int outputs, Window window) {
    return batchNorm
        ? new Chain()
            .then("conv", layers.plainConvolution(inputs, outputs, window, 1))
            .then("bn", new BatchNorm(outputs, 0.001))
            .then("relu", Layers.relu())
        : new Chain()
            .then("conv", layers.convolution(inputs, outputs, window))
            .then("relu", Layers.relu());
  }
}
